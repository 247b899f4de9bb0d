import twilio from 'twilio';
import type { OutboundMessage } from '../../message/outbound-message.js';
import type { HttpAnswer } from '../http-exchange.js';
import { parseJson } from '../json-object.js';
import type { ProbeReport } from '../probe-report.js';
import { errorOfTransport, isOfType, refusedBySdk, retryAfterMsOf } from '../provider-answer.js';
import { ProviderError } from '../provider-error.js';
import { ProviderCall, ProviderTransport } from '../provider-transport.js';
import type { Receipt } from '../receipt-parser.js';
import type { Acceptance, MessageSearch, SmsProvider } from '../sms-provider.js';
import { kindOfMessageError, kindOfRefusal, NAME, twilioCodeOf } from './twilio.errors.js';
import { reportMessageOutcome } from './twilio.feedback.js';
import { findMessages, lookUpMessage } from './twilio.inquiry.js';
import type { TwilioOptions } from './twilio.options.js';
import { probeTwilio, type TwilioQuestions } from './twilio.probe.js';
import { TwilioRequestClient } from './twilio.wire.js';

/** Statuses of a new message that will not be sent. @see https://www.twilio.com/docs/messaging/api/message-resource */
const DEAD_STATUSES = ['failed', 'undelivered', 'canceled'];

/** Sends through Twilio's Messages API with the official SDK, over connections of its own. */
export class TwilioProvider implements SmsProvider {
  readonly name = NAME;
  /** Only where feedback is on: Twilio takes none for a message that was sent without. */
  readonly reportOutcome?: NonNullable<SmsProvider['reportOutcome']>;
  readonly #transport: ProviderTransport;
  readonly #messages: twilio.Twilio['messages'];
  readonly #questions: TwilioQuestions;
  readonly #sender: { from: string } | { messagingServiceSid: string };

  /** @param statusCallback where Twilio reports what becomes of messages; absent: nowhere */
  constructor(
    options: TwilioOptions,
    private readonly statusCallback?: string,
  ) {
    this.#transport = new ProviderTransport(options.apiBaseUrl, options);
    const { accountSid, apiKeySid = accountSid, apiKeySecret = options.authToken ?? '' } = options;
    const client = twilio(apiKeySid, apiKeySecret, {
      accountSid,
      httpClient: new TwilioRequestClient(this.#transport, apiKeySid, apiKeySecret),
      // Without an environment of its own the SDK lets TWILIO_REGION and TWILIO_LOG_LEVEL change what it does.
      env: {},
    });
    this.#messages = client.messages;
    this.#questions = {
      client,
      authentication: options.apiKeySid === undefined ? 'auth-token' : 'api-key',
      lowBalance: options.lowBalance,
    };
    this.#sender = senderOf(options);
    if (options.messageFeedback === 'on')
      this.reportOutcome = (id, outcome, signal) => reportMessageOutcome(this.#messages, id, outcome, signal);
  }

  async send(message: OutboundMessage, signal: AbortSignal): Promise<Acceptance> {
    const call = new ProviderCall(signal);
    try {
      const created = await call.run(() => this.#messages.create(this.#parametersOf(message)));
      if (DEAD_STATUSES.includes(created.status)) throw errorOfMessage(created.errorCode);
      if (typeof created.sid === 'string') return { providerMessageId: created.sid || undefined };
      throw unusable(call.answer);
    } catch (error) {
      if (error instanceof ProviderError) throw error;
      const cutShort = call.failure?.phase.name === 'answering' ? call.failure.phase.partial : call.answer;
      if (cutShort !== undefined && isCreated(cutShort)) return { providerMessageId: sidIn(cutShort.body) };
      if (call.failure !== undefined) throw errorOfTransport(NAME, call.failure);
      throw call.answer === undefined ? refusedBySdk(NAME) : errorOfAnswer(call.answer, error);
    }
  }

  probe(signal: AbortSignal): Promise<ProbeReport> {
    return probeTwilio(this.#questions, signal);
  }

  lookUp(providerMessageId: string, signal: AbortSignal): Promise<Receipt | undefined> {
    return lookUpMessage(this.#messages, providerMessageId, signal);
  }

  find(search: MessageSearch, signal: AbortSignal): Promise<readonly string[]> {
    return findMessages(this.#messages, search, signal);
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  #parametersOf({ to, text, purpose, validForSeconds }: OutboundMessage) {
    return {
      to: to.e164,
      body: text,
      ...this.#sender,
      ...(validForSeconds !== undefined && { validityPeriod: validForSeconds }),
      ...(this.reportOutcome && purpose === 'one-time-code' && { provideFeedback: true }),
      ...(this.statusCallback !== undefined && { statusCallback: this.statusCallback }),
    };
  }
}

function senderOf({ messagingServiceSid, fromNumber }: TwilioOptions) {
  if (messagingServiceSid !== undefined) return { messagingServiceSid };
  return { from: fromNumber ?? '' };
}

function errorOfMessage(errorCode: number | null | undefined): ProviderError {
  const code = errorCode ?? undefined;
  return new ProviderError({
    kind: kindOfMessageError(code),
    provider: NAME,
    code: `${code ?? 'failed'}`,
    httpStatus: 201,
  });
}

/**
 * A 201 of the API whose JSON was cut off or spoilt on the way: Twilio took the message, only its id is unknown.
 *
 * Complete JSON without a sid, HTML, and other statuses are not the API's word.
 */
function isCreated(answer: HttpAnswer): boolean {
  return (
    answer.status === 201 && isOfType(answer, 'application/json') && parseJson(answer.body) === undefined
  );
}

/** The id may have arrived before the cut. */
function sidIn(body: string): string | undefined {
  return /"sid"\s*:\s*"((?:SM|MM)[0-9a-fA-F]{32})"/.exec(body)?.[1];
}

function errorOfAnswer(answer: HttpAnswer, error: unknown): ProviderError {
  if (answer.status < 300) return unusable(answer);
  const code = twilioCodeOf(error);
  const retryAfterMs = retryAfterMsOf(answer);
  return new ProviderError({
    kind: kindOfRefusal(answer.status, code),
    provider: NAME,
    code: `${code ?? `http-${answer.status}`}`,
    httpStatus: answer.status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

function unusable(answer: HttpAnswer | undefined): ProviderError {
  const status = answer && { httpStatus: answer.status };
  return new ProviderError({ kind: 'ambiguous', provider: NAME, code: 'unusable-answer', ...status });
}
