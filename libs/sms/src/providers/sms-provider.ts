import { isText, optional, shape } from '../json-guards.js';
import type { CodeOutcome } from '../message/code-outcome.js';
import type { OutboundMessage } from '../message/outbound-message.js';
import type { ProbeReport } from './probe-report.js';
import type { Receipt } from './receipt-parser.js';

/** A provider took charge of the message; nothing is said about delivery. */
export interface Acceptance {
  /** The provider's own id; `undefined` when it accepted but its answer was cut short before the id. */
  readonly providerMessageId: string | undefined;
}

/** Whether a value is an acceptance: a provider of the host application's own may resolve with anything. */
export const isAcceptance = shape<Acceptance>({ providerMessageId: optional(isText) });

/** What is known of a message that may have reached a provider, without an id of the provider's. */
export interface MessageSearch {
  /** E.164. */
  readonly to: string;
  readonly text: string;
  /** Not accepted before. */
  readonly since: Date;
}

/** The port to one upstream gateway; adapters, guards and test doubles all speak it. */
export interface SmsProvider {
  /** Stable, lower-case name: used in options, records, logs and health (`twilio`, `aws-sns`). */
  readonly name: string;

  /**
   * Hands the message to the provider once; never retries by itself.
   *
   * Releases its socket and rejects as soon as `signal` aborts, whatever the request is waiting for.
   *
   * @throws {ProviderError} for every failure; its kind says whether something may have been sent.
   */
  send(message: OutboundMessage, signal: AbortSignal): Promise<Acceptance>;

  /**
   * Asks the provider how the account stands, without sending a message; absent where there is nothing to ask.
   *
   * Releases its socket and resolves as soon as `signal` aborts. A provider that fails or refuses is a report, not
   * a rejection.
   */
  probe?(signal: AbortSignal): Promise<ProbeReport>;

  /**
   * Asks what became of a message; `undefined` where there is no news yet. Sends nothing. Absent where the provider
   * does not tell.
   *
   * @throws {ProviderError} when the answer cannot be had.
   */
  lookUp?(providerMessageId: string, signal: AbortSignal): Promise<Receipt | undefined>;

  /**
   * Looks for messages by recipient, text and time, and returns their ids, the oldest first. Sends nothing. Absent
   * where the provider keeps no list.
   *
   * @throws {ProviderError} when the answer cannot be had.
   */
  find?(search: MessageSearch, signal: AbortSignal): Promise<readonly string[]>;

  /**
   * Tells the provider whether the code in a message was proven or died unproven, once or again. Absent where the
   * provider does not want to know.
   *
   * @throws {ProviderError} when it could not be told.
   */
  reportOutcome?(providerMessageId: string, outcome: CodeOutcome, signal: AbortSignal): Promise<void>;

  /** Closes connections. Safe to call twice. */
  close?(): Promise<void>;
}

/** The providers that may carry a message, in the configured order. */
export const SMS_PROVIDERS = Symbol('SMS_PROVIDERS');
/** The Twilio adapter, or `undefined` where it is not configured. */
export const TWILIO_PROVIDER = Symbol('TWILIO_PROVIDER');
/** The AWS SNS adapter, or `undefined` where it is not configured. */
export const AWS_SNS_PROVIDER = Symbol('AWS_SNS_PROVIDER');
/** The AWS End User Messaging adapter, or `undefined` where it is not configured. */
export const AWS_EUM_PROVIDER = Symbol('AWS_EUM_PROVIDER');
/** The mock, or `undefined` where it is not configured. */
export const MOCK_PROVIDER = Symbol('MOCK_PROVIDER');
