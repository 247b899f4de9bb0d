import { fullJitterMs, pause } from '../../resilience/backoff.js';
import type { Clock } from '../../resilience/clock.js';
import type { Random } from '../../resilience/random.js';
import { RecentMap } from '../../resilience/recent-map.js';
import type { Receipt } from '../receipt-parser.js';
import type { AwsSnsDeliveryLogOptions } from './aws-sns.delivery-log.options.js';
import { parseLogEntry } from './aws-sns.log-entry.js';
import {
  type LogPage,
  type LogPages,
  type LogQuery,
  type LogTrouble,
  LogTroubleError,
} from './aws-sns.log-query.js';

export interface ReceiptBatch {
  readonly receipts: readonly Receipt[];
  /** Up to when both logs are read once this batch is taken care of: where to go on from after a restart. */
  readonly readThrough: Date;
}

/** Reads both delivery logs of SNS again and again; loads the SDK for it. */
export async function openDeliveryLogs(
  options: AwsSnsDeliveryLogOptions,
  clock: Clock,
  random: Random,
  tell?: (trouble: LogTrouble) => void,
): Promise<DeliveryLogs> {
  const { CloudWatchLogPages } = await import('./aws-sns.log-pages.js');
  return new DeliveryLogs(new CloudWatchLogPages(options, clock), options, clock, random, tell);
}

/** The delivery logs of SNS, followed by polling; for one reader at a time. */
export class DeliveryLogs {
  readonly #groups: readonly string[];
  readonly #seen: RecentMap<string, 'seen'>;
  #nextCallAtMs = 0;

  /** @param tell hears of every call that failed, `no-such-group` aside */
  constructor(
    private readonly pages: LogPages,
    private readonly options: AwsSnsDeliveryLogOptions,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly tell: (trouble: LogTrouble) => void = () => {},
  ) {
    const group = `sns/${options.region}/${options.accountId}/DirectPublishToPhoneNumber`;
    this.#groups = [group, `${group}/Failure`];
    this.#seen = new RecentMap(options.remembered);
  }

  /**
   * Yields what was logged since `from`, for ever; ends soon after the signal aborts, and leaves no timer behind.
   *
   * A batch is a page at most. After a restart from a batch's `readThrough`, the entries of the overlap come again.
   * Failures are waited out; nothing is skipped for them.
   */
  async *batches(from: Date, signal: AbortSignal): AsyncGenerator<ReceiptBatch, void> {
    const { overlapMs, maxWindowMs, pollMs } = this.options;
    let readThroughMs = from.getTime();
    while (!signal.aborted) {
      const nowMs = this.clock.wallMs();
      // A clock that was ahead and is right again: nothing is read of a time that has not been yet.
      readThroughMs = Math.min(readThroughMs, nowMs);
      const toMs = Math.min(nowMs, readThroughMs + maxWindowMs);
      for (const group of this.#groups) {
        const fromMs = Math.max(0, readThroughMs - overlapMs);
        for await (const receipts of this.#receiptsIn({ group, fromMs, toMs }, signal)) {
          yield { receipts, readThrough: new Date(readThroughMs) };
        }
      }
      if (signal.aborted) return;
      readThroughMs = toMs;
      yield { receipts: [], readThrough: new Date(readThroughMs) };
      if (toMs >= nowMs) await pause(pollMs, this.clock, signal);
    }
  }

  async close(): Promise<void> {
    await this.pages.close();
  }

  /** The new receipts of each page that has some. */
  async *#receiptsIn(query: LogQuery, signal: AbortSignal): AsyncGenerator<readonly Receipt[], void> {
    let token: string | undefined;
    let failures = 0;
    while (!signal.aborted) {
      const page = await this.#read(token === undefined ? query : { ...query, token }, signal);
      if (page === 'no-such-group' || signal.aborted) return;
      if (typeof page === 'string') {
        this.tell(page);
        failures += 1;
        if (page === 'stale-token') token = undefined;
        await pause(this.#retryDelayMs(page, failures), this.clock, signal);
        continue;
      }
      failures = 0;
      const receipts = page.events
        .filter(({ id }) => this.#isNew(id))
        .flatMap((event) => parseLogEntry(event) ?? []);
      if (receipts.length > 0) yield receipts;
      token = page.nextToken;
      if (token === undefined) return;
    }
  }

  /** Waits for its turn, then reads one page. */
  async #read(query: LogQuery, signal: AbortSignal): Promise<LogPage | LogTrouble> {
    const waitMs = this.#nextCallAtMs - this.clock.elapsedMs();
    if (waitMs > 0) await pause(waitMs, this.clock, signal);
    if (signal.aborted) return 'unavailable';
    this.#nextCallAtMs = this.clock.elapsedMs() + 1000 / this.options.callsPerSecond;
    try {
      return await this.pages.read(query, signal);
    } catch (error) {
      if (error instanceof LogTroubleError) return error.trouble;
      throw error;
    }
  }

  /** Nothing that is refused is allowed a moment later. */
  #retryDelayMs(trouble: LogTrouble, failures: number): number {
    const { retryDelayMs: baseMs, maxRetryDelayMs: maxMs } = this.options;
    if (trouble === 'refused') return maxMs;
    const half = fullJitterMs(failures, { maxAttempts: failures, baseMs, maxMs }, () => 1) / 2;
    return half + this.random() * half;
  }

  #isNew(id: string): boolean {
    if (this.#seen.get(id) !== undefined) return false;
    this.#seen.set(id, 'seen');
    return true;
  }
}
