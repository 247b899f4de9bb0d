import {
  PinpointSMSVoiceV2Client,
  PutMessageFeedbackCommand,
  SendTextMessageCommand,
  type SendTextMessageCommandInput,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { CodeOutcome } from '../../message/code-outcome.js';
import type { OutboundMessage } from '../../message/outbound-message.js';
import { callOnce } from '../aws-call.js';
import { awsClientConfigOver, awsOriginOf, trim } from '../aws-client.js';
import type { ProbeReport } from '../probe-report.js';
import { ProviderTransport } from '../provider-transport.js';
import type { Acceptance, SmsProvider } from '../sms-provider.js';
import { NAME } from './aws-eum.errors.js';
import type { AwsEumOptions } from './aws-eum.options.js';
import { probeEum } from './aws-eum.probe.js';
import { acceptanceIn, refusalIn } from './aws-eum.wire.js';

/** Shortest TimeToLive the API takes, in seconds; the longest, 259 200, no message asks for. */
const MIN_TIME_TO_LIVE = 5;

/** Sends through the SendTextMessage call of AWS End User Messaging with the official SDK, over connections of its own. */
export class AwsEumProvider implements SmsProvider {
  readonly name = NAME;
  /** Only where feedback is on. */
  readonly reportOutcome?: NonNullable<SmsProvider['reportOutcome']>;
  readonly #transport: ProviderTransport;
  readonly #client: PinpointSMSVoiceV2Client;
  readonly #settings: Partial<SendTextMessageCommandInput>;
  readonly #lowSpendLimitUsd: number;

  constructor(options: AwsEumOptions) {
    const origin = options.endpoint ?? awsOriginOf('sms-voice', options.region);
    this.#transport = new ProviderTransport(origin, options);
    this.#client = new PinpointSMSVoiceV2Client(awsClientConfigOver(this.#transport, origin, options));
    trim(this.#client);
    this.#settings = settingsOf(options);
    this.#lowSpendLimitUsd = options.lowSpendLimitUsd;
    if (options.messageFeedback === 'on') this.reportOutcome = this.#putFeedback.bind(this);
  }

  send(message: OutboundMessage, signal: AbortSignal): Promise<Acceptance> {
    const command = new SendTextMessageCommand({
      ...this.#settings,
      DestinationPhoneNumber: message.to.e164,
      MessageBody: message.text,
      // Comes back with every event about the message.
      Context: { messageId: message.id },
      ...timeToLiveOf(message),
      ...(this.reportOutcome && message.purpose === 'one-time-code' && { MessageFeedbackEnabled: true }),
    });
    return callOnce(NAME, { acceptanceIn, refusalIn }, () => this.#client.send(command), signal);
  }

  probe(signal: AbortSignal): Promise<ProbeReport> {
    return probeEum(this.#client, this.#lowSpendLimitUsd, signal);
  }

  async #putFeedback(providerMessageId: string, outcome: CodeOutcome, signal: AbortSignal): Promise<void> {
    const command = new PutMessageFeedbackCommand({
      MessageId: providerMessageId,
      MessageFeedbackStatus: outcome === 'verified' ? 'RECEIVED' : 'FAILED',
    });
    await callOnce(NAME, { acceptanceIn, refusalIn }, () => this.#client.send(command), signal);
  }

  async close(): Promise<void> {
    this.#client.destroy();
    await this.#transport.close();
  }
}

function timeToLiveOf({ validForSeconds }: OutboundMessage): Pick<SendTextMessageCommandInput, 'TimeToLive'> {
  if (validForSeconds === undefined) return {};
  return { TimeToLive: Math.max(validForSeconds, MIN_TIME_TO_LIVE) };
}

/** What is the same in every message. */
function settingsOf(options: AwsEumOptions): Partial<SendTextMessageCommandInput> {
  const { originationIdentity, configurationSet, protectConfiguration, maxPriceUsd } = options;
  return {
    MessageType: options.messageType,
    ...(originationIdentity !== undefined && { OriginationIdentity: originationIdentity }),
    ...(configurationSet !== undefined && { ConfigurationSetName: configurationSet }),
    ...(protectConfiguration !== undefined && { ProtectConfigurationId: protectConfiguration }),
    // The API wants a decimal point, two digits before it at most, and eight characters in all.
    ...(maxPriceUsd !== undefined && { MaxPrice: maxPriceUsd.toFixed(5) }),
  };
}
