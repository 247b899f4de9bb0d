import { Logger } from '@nestjs/common';
import type { SmsEvents } from '../events/sms.events.js';
import type { DeliveryLogs } from '../providers/aws-sns/aws-sns.delivery-logs.js';
import type { LogTrouble } from '../providers/aws-sns/aws-sns.log-query.js';
import type { Clock } from '../resilience/clock.js';
import type { Random } from '../resilience/random.js';
import type { SmsOptions } from '../sms.options.js';

/** How the delivery logs of SNS are opened, or `undefined` where they are not read. */
export const OPEN_DELIVERY_LOGS = Symbol('OPEN_DELIVERY_LOGS');

/** Opens them anew, with nothing read yet. */
export type OpenDeliveryLogs = () => Promise<Pick<DeliveryLogs, 'batches' | 'close'>>;

/** The opener for the configured logs; the SDK is loaded with the first reading. */
export function deliveryLogsOpener(
  { awsSns }: SmsOptions,
  clock: Clock,
  random: Random,
  events: SmsEvents,
): OpenDeliveryLogs | undefined {
  const options = awsSns?.deliveryLogs;
  if (options === undefined) return undefined;
  const logger = new Logger('SmsReceipts');
  const tell = (trouble: LogTrouble) => {
    logger.warn({ msg: 'the delivery logs were not answered', trouble });
    events.tell({ type: 'delivery-logs-unread', provider: 'aws-sns', trouble });
  };
  return async () => {
    const { openDeliveryLogs } = await import('../providers/aws-sns/aws-sns.delivery-logs.js');
    return openDeliveryLogs(options, clock, random, tell);
  };
}
