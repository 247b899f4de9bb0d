import { type MessageAttributeValue, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { OutboundMessage } from '../../message/outbound-message.js';
import type { HttpAnswer } from '../http-exchange.js';
import type { ProbeReport } from '../probe-report.js';
import { errorOfTransport, isOfType, retryAfterMsOf } from '../provider-answer.js';
import { ProviderError } from '../provider-error.js';
import { ProviderCall, ProviderTransport } from '../provider-transport.js';
import type { Acceptance, SmsProvider } from '../sms-provider.js';
import { codeIn, isNoCredentials, kindOfRefusal } from './aws-sns.errors.js';
import type { AwsSnsOptions } from './aws-sns.options.js';
import { probeSns } from './aws-sns.probe.js';
import { requestHandlerOver } from './aws-sns.wire.js';

const NAME = 'aws-sns';

/** Sends through the Publish call of AWS SNS with the official SDK, over connections of its own. */
export class AwsSnsProvider implements SmsProvider {
  readonly name = NAME;
  readonly #transport: ProviderTransport;
  readonly #client: SNSClient;
  readonly #attributes: Record<string, MessageAttributeValue>;
  readonly #lowSpendLimitUsd: number;

  constructor(options: AwsSnsOptions) {
    const { region, credentials, endpoint } = options;
    const origin =
      endpoint ?? `https://sns.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
    this.#transport = new ProviderTransport(origin, options);
    this.#client = new SNSClient({
      region,
      endpoint: origin,
      requestHandler: requestHandlerOver(this.#transport),
      // Retries have one owner, and it is not the SDK: by default it sends one Publish up to three times.
      maxAttempts: 1,
      cacheMiddleware: true,
      ...(credentials && { credentials }),
    });
    this.#attributes = attributesOf(options);
    this.#lowSpendLimitUsd = options.lowSpendLimitUsd;
  }

  async send(message: OutboundMessage, signal: AbortSignal): Promise<Acceptance> {
    const command = new PublishCommand({
      PhoneNumber: message.to.e164,
      Message: message.text,
      MessageAttributes: this.#attributes,
    });
    const call = new ProviderCall(signal);
    try {
      const { MessageId } = await call.run(() => this.#client.send(command));
      if (MessageId) return { providerMessageId: MessageId };
    } catch (error) {
      if (call.answer === undefined && call.failure === undefined) throw errorBeforeRequest(error);
    }
    const { failure, answer } = call;
    const cutShort = failure?.phase.name === 'answering' ? failure.phase.partial : answer;
    if (cutShort !== undefined && isPublished(cutShort))
      return { providerMessageId: messageIdIn(cutShort.body) };
    if (failure !== undefined) throw errorOfTransport(NAME, failure);
    throw errorOfAnswer(answer);
  }

  probe(signal: AbortSignal): Promise<ProbeReport> {
    return probeSns(this.#client, this.#lowSpendLimitUsd, signal);
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

/**
 * A 200 of SNS whose XML was cut off or spoilt on the way: the message was taken, only its id is unknown.
 *
 * An empty body, an `ErrorResponse` within a 200, and HTML are not that word.
 */
function isPublished(answer: HttpAnswer): boolean {
  if (answer.status !== 200 || !isOfType(answer, 'text/xml', 'application/xml')) return false;
  return /^\s*(<\?xml[^>]*>\s*)?<PublishR/.test(answer.body) && !answer.body.includes('</PublishResponse>');
}

/** The id may have arrived before the cut. */
function messageIdIn(body: string): string | undefined {
  return /<MessageId>([0-9a-f-]{36})<\/MessageId>/.exec(body)?.[1];
}

/** Nothing reached the socket: no credentials found, or a command the SDK does not take. */
function errorBeforeRequest(error: unknown): ProviderError {
  return isNoCredentials(error)
    ? new ProviderError({ kind: 'misconfigured', provider: NAME, code: 'no-credentials' })
    : new ProviderError({ kind: 'invalid-request', provider: NAME, code: 'refused-by-sdk' });
}

function errorOfAnswer(answer: HttpAnswer | undefined): ProviderError {
  const code = answer && codeIn(answer.body);
  if (answer === undefined || (answer.status < 300 && code === undefined)) {
    return new ProviderError({ kind: 'ambiguous', provider: NAME, code: 'unusable-answer' });
  }
  const message = /<Message>([^<]*)<\/Message>/.exec(answer.body)?.[1];
  const retryAfterMs = retryAfterMsOf(answer);
  return new ProviderError({
    kind: kindOfRefusal(answer.status, code, message),
    provider: NAME,
    code: code ?? `http-${answer.status}`,
    httpStatus: answer.status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
