import type { ProbeOptions } from './health/probe.options.js';
import type { AwsEumOptions } from './providers/aws-eum/aws-eum.options.js';
import type { AwsSnsDeliveryLogOptions } from './providers/aws-sns/aws-sns.delivery-log.options.js';
import type { AwsSnsOptOutOptions } from './providers/aws-sns/aws-sns.opt-out.options.js';
import type { AwsSnsOptions } from './providers/aws-sns/aws-sns.options.js';
import type { AwsTopicOptions } from './providers/aws-topic/aws-topic.options.js';
import type { TwilioOptions } from './providers/twilio/twilio.options.js';
import type { ReceiptOptions } from './receipts/receipt.options.js';
import type { FailoverOptions } from './routing/failover.options.js';
import type { SmsOptions } from './sms.options.js';
import type { WatchOptions } from './watch/watch.options.js';

type Given<T> = { readonly [K in keyof T]?: T[K] | undefined };

type GivenAwsSns = Pick<AwsSnsOptions, 'region'> &
  Given<Omit<AwsSnsOptions, 'optOutCheck' | 'deliveryLogs'>> & {
    readonly deliveryLogs?:
      | (Pick<AwsSnsDeliveryLogOptions, 'region' | 'accountId'> & Given<AwsSnsDeliveryLogOptions>)
      | undefined;
    readonly optOutCheck?: Given<AwsSnsOptOutOptions> | 'off' | undefined;
  };

/** What a host application gives; every option left out, or `undefined`, has its default. */
export type SmsModuleOptions = Pick<SmsOptions, 'order'> &
  Given<
    Omit<
      SmsOptions,
      'order' | 'twilio' | 'awsSns' | 'awsEum' | 'awsTopic' | 'failover' | 'probe' | 'watch' | 'receipts'
    >
  > & {
    readonly twilio?: (Pick<TwilioOptions, 'accountSid'> & Given<TwilioOptions>) | undefined;
    readonly awsSns?: GivenAwsSns | undefined;
    readonly awsEum?: (Pick<AwsEumOptions, 'region'> & Given<AwsEumOptions>) | undefined;
    readonly awsTopic?: (Pick<AwsTopicOptions, 'topicArns'> & Given<AwsTopicOptions>) | undefined;
    readonly failover?: Given<FailoverOptions> | undefined;
    readonly probe?: Given<ProbeOptions> | 'off' | undefined;
    readonly watch?: Given<WatchOptions> | 'off' | undefined;
    readonly receipts?: Given<ReceiptOptions> | undefined;
  };
