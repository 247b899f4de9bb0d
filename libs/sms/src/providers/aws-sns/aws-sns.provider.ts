import {
  CheckIfPhoneNumberIsOptedOutCommand,
  type MessageAttributeValue,
  PublishCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import type { OutboundMessage } from '../../message/outbound-message.js';
import { type Clock, systemClock } from '../../resilience/clock.js';
import { callOnce } from '../aws-call.js';
import { awsClientConfigOver, awsOriginOf, trim } from '../aws-client.js';
import { UNUSABLE } from '../aws-refusal.js';
import type { ProbeReport } from '../probe-report.js';
import { ProviderError } from '../provider-error.js';
import { ProviderCall, ProviderTransport } from '../provider-transport.js';
import type { Acceptance, SmsProvider } from '../sms-provider.js';
import { NAME } from './aws-sns.errors.js';
import { OptOutCheck } from './aws-sns.opt-outs.js';
import type { AwsSnsOptions } from './aws-sns.options.js';
import { probeSns } from './aws-sns.probe.js';
import { acceptanceIn, refusalIn } from './aws-sns.wire.js';

/** Sends through the Publish call of AWS SNS with the official SDK, over connections of its own. */
export class AwsSnsProvider implements SmsProvider {
  readonly name = NAME;
  readonly #transport: ProviderTransport;
  readonly #client: SNSClient;
  readonly #attributes: Record<string, MessageAttributeValue>;
  readonly #lowSpendLimitUsd: number;
  readonly #optOuts: OptOutCheck | undefined;

  constructor(options: AwsSnsOptions, clock: Clock = systemClock) {
    const origin = options.endpoint ?? awsOriginOf('sns', options.region);
    this.#transport = new ProviderTransport(origin, options);
    this.#client = new SNSClient(awsClientConfigOver(this.#transport, origin, options));
    trim(this.#client);
    this.#attributes = attributesOf(options);
    this.#lowSpendLimitUsd = options.lowSpendLimitUsd;
    if (options.optOutCheck !== 'off') {
      this.#optOuts = new OptOutCheck(
        (e164, signal) => this.#askOptedOut(e164, signal),
        options.optOutCheck,
        clock,
      );
    }
  }

  async send(message: OutboundMessage, signal: AbortSignal): Promise<Acceptance> {
    if (await this.#optOuts?.isOptedOut(message.to.e164, signal)) {
      throw new ProviderError({ kind: 'opted-out', provider: NAME, code: 'opted-out-list' });
    }
    const command = new PublishCommand({
      PhoneNumber: message.to.e164,
      Message: message.text,
      MessageAttributes: this.#attributes,
    });
    return callOnce(NAME, { acceptanceIn, refusalIn }, () => this.#client.send(command), signal);
  }

  probe(signal: AbortSignal): Promise<ProbeReport> {
    return probeSns(this.#client, this.#lowSpendLimitUsd, signal);
  }

  async #askOptedOut(phoneNumber: string, signal: AbortSignal): Promise<boolean> {
    const command = new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber });
    const { isOptedOut } = await new ProviderCall(signal).run(() => this.#client.send(command));
    // The SDK takes any well-formed page, or nothing at all, for an answer that leaves everything out.
    if (isOptedOut === undefined) throw new ProviderError({ ...UNUSABLE, provider: NAME });
    return isOptedOut;
  }

  async close(): Promise<void> {
    this.#client.destroy();
    await this.#transport.close();
  }
}

function text(value: string): MessageAttributeValue {
  return { DataType: 'String', StringValue: value };
}

function attributesOf({ smsType, senderId }: AwsSnsOptions): Record<string, MessageAttributeValue> {
  return {
    ...(senderId !== undefined && { 'AWS.SNS.SMS.SenderID': text(senderId) }),
    'AWS.SNS.SMS.SMSType': text(smsType),
  };
}
