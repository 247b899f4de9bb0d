import type { IncomingHttpHeaders } from 'node:http';
import type { FaultCode } from './faults.js';
import type { ProviderName } from './providers.js';
import type { Outcome } from './request-counts.js';

/** One request as a provider sees it; `search` is the raw query without its question mark. */
export interface ProviderRequest {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What goes back over the wire; the length header is added when it is written. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer, and the outcome it is counted under. */
export interface Reply {
  readonly answer: Answer;
  readonly outcome: Outcome;
}

/** One provider as its callers know it: healthy answers, and failures phrased its own way. */
export interface StandIn {
  readonly provider: ProviderName;
  /** The documented error codes that `error-code` and `failed-in-201` can be given. */
  readonly codes: ReadonlySet<string>;

  /** Answers as the healthy provider does; keeps the message when it takes one. */
  answer(request: ProviderRequest): Reply;
  /** Answers with a documented error code where that code can occur, and healthily elsewhere. */
  answerWithCode(request: ProviderRequest, code: FaultCode): Reply;
  /** Answers a send with a 2xx that says the message failed, and other requests healthily. */
  answerFailed(request: ProviderRequest, code?: FaultCode): Reply;
  /** Phrases a 429; `retryAfterSeconds` becomes the Retry-After header. */
  throttled(retryAfterSeconds?: number): Answer;
  /** Phrases a server error. */
  serverError(status: 500 | 503, retryAfterSeconds?: number): Answer;
  /** Phrases a 200 that names no message. */
  unusable(): Answer;
}

/** Builds the Retry-After header, or no header when there is nothing to say. */
export function retryAfterHeader(seconds?: number): Record<string, string> {
  return seconds === undefined ? {} : { 'retry-after': String(seconds) };
}
