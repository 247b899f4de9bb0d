import type { LogEvent } from './aws-sns.log-entry.js';

/** A stretch of one log group, both ends included; `token` goes on from a page that was not the last. */
export interface LogQuery {
  readonly group: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly token?: string;
}

/** Some entries, in no order and perhaps none; more follow where there is a token. */
export interface LogPage {
  readonly events: readonly (LogEvent & { readonly id: string })[];
  readonly nextToken?: string;
}

/** Where pages of log groups come from. */
export interface LogPages {
  /** @throws {LogTroubleError} for every failure */
  read(query: LogQuery, signal: AbortSignal): Promise<LogPage>;
  close(): Promise<void>;
}

/**
 * Why a page could not be read: `no-such-group` – nothing was ever logged there; `stale-token` – the reading took too
 * long and begins anew; `refused` – the credentials may not read it, or the question is wrong.
 */
export type LogTrouble = 'throttled' | 'no-such-group' | 'stale-token' | 'refused' | 'unavailable';

/** A page of a log group could not be read. */
export class LogTroubleError extends Error {
  override readonly name = 'LogTroubleError';

  constructor(readonly trouble: LogTrouble) {
    super(`A page of the delivery logs could not be read: ${trouble}.`);
  }
}
