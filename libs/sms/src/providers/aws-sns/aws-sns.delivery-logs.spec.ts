import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../testing/manual-clock.js';
import { AwsSnsDeliveryLogOptions } from './aws-sns.delivery-log.options.js';
import { DeliveryLogs, type ReceiptBatch } from './aws-sns.delivery-logs.js';
import { type LogPage, type LogQuery, type LogTrouble, LogTroubleError } from './aws-sns.log-query.js';

const ENTRY = readFileSync(new URL('./fixtures/log-entry-phone.json', import.meta.url), 'utf8');
const START = Date.UTC(2030, 0, 1);
const GROUP = 'sns/eu-west-1/123456789012/DirectPublishToPhoneNumber';
const EMPTY: LogPage = { events: [] };

let clock: ManualClock;
let calls: (LogQuery & { readonly atMs: number })[];
let answer: (query: LogQuery, place: number) => LogPage | LogTrouble;
let troubles: LogTrouble[];
let batches: ReceiptBatch[];
let stop: AbortController;

const page = (ids: readonly string[], nextToken?: string): LogPage => ({
  events: ids.map((id) => ({ id, timestampMs: START, message: ENTRY })),
  ...(nextToken !== undefined && { nextToken }),
});

/** Follows the logs from `fromMs` on, and returns what ends when it stops. */
function follow(fromMs = START, options: Partial<AwsSnsDeliveryLogOptions> = {}): Promise<void> {
  const pages = {
    read: async (query: LogQuery, signal: AbortSignal) => {
      calls.push({ ...query, atMs: clock.elapsedMs() });
      const found = answer(query, calls.length - 1);
      if (typeof found === 'string') throw new LogTroubleError(found);
      expect(signal.aborted).toBe(false);
      return found;
    },
    close: async () => {},
  };
  const region = { region: 'eu-west-1', accountId: '123456789012' };
  const all = Object.assign(new AwsSnsDeliveryLogOptions(), { overlapMs: 60_000, ...region, ...options });
  const logs = new DeliveryLogs(
    pages,
    all,
    clock,
    () => 0.5,
    (trouble) => troubles.push(trouble),
  );
  const run = async () => {
    for await (const batch of logs.batches(new Date(fromMs), stop.signal)) batches.push(batch);
  };
  return run();
}

const receipts = () => batches.flatMap((batch) => batch.receipts);
const successes = () => calls.filter(({ group }) => group === GROUP);
const readThrough = () => batches.at(-1)?.readThrough.getTime();

beforeEach(() => {
  clock = new ManualClock(START);
  [calls, troubles, batches] = [[], [], []];
  answer = () => EMPTY;
  stop = new AbortController();
});

describe('DeliveryLogs', () => {
  it('reads both groups, from the overlap on, then pauses and goes on', async () => {
    const following = follow();
    await clock.advanceAsync(15_500);
    expect(calls.slice(0, 2)).toMatchObject([
      { group: GROUP, fromMs: START - 60_000, toMs: START },
      { group: `${GROUP}/Failure`, fromMs: START - 60_000, toMs: START },
    ]);
    expect(calls[2]).toMatchObject({ group: GROUP, fromMs: START - 60_000, toMs: START + 15_500 });
    stop.abort();
    await following;
  });

  it('goes through pages, empty ones too, as long as there is a token', async () => {
    const pages = [page([], 'a'), page(['1'], 'b'), page([], 'c'), page(['2'])];
    answer = ({ group }, place) => (group === GROUP ? (pages[place] ?? EMPTY) : EMPTY);
    const following = follow();
    await clock.advanceAsync(3000);
    expect(successes().map(({ token }) => token)).toEqual([undefined, 'a', 'b', 'c']);
    expect(receipts()).toHaveLength(2);
    stop.abort();
    await following;
  });

  it('tells no entry twice', async () => {
    answer = ({ group }) => (group === GROUP ? page(['1', '1', '2']) : page(['2']));
    const following = follow();
    await clock.advanceAsync(60_000);
    expect(successes().length).toBeGreaterThan(2);
    expect(receipts()).toHaveLength(2);
    stop.abort();
    await following;
  });

  it('makes no more calls a second than it may', async () => {
    answer = (_, place) => page([String(place)], 'more');
    const following = follow(START, { callsPerSecond: 4 });
    await clock.advanceAsync(2999);
    expect(calls.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 12 }, (_, place) => place * 250));
    stop.abort();
    await following;
  });

  it('catches up stretch by stretch, and says how far it got only when both groups are read', async () => {
    answer = ({ toMs }) => page([`${toMs}`]);
    const following = follow(START - 150_000, { maxWindowMs: 60_000 });
    await clock.advanceAsync(10_000);
    const stretches = successes().map(({ fromMs, toMs }) => [fromMs - START, toMs - START]);
    expect(stretches.slice(0, 2)).toEqual([
      [-210_000, -90_000],
      [-150_000, -30_000],
    ]);
    const told = batches.map((batch) => [batch.receipts.length, batch.readThrough.getTime() - START]);
    expect(told.slice(0, 3)).toEqual([
      [1, -150_000],
      [0, -90_000],
      [1, -90_000],
    ]);
    stop.abort();
    await following;
  });

  it('reads what was logged since, once a clock that was ahead is right again', async () => {
    const aheadMs = 6 * 3_600_000;
    const following = follow();
    clock.jumpWallClock(aheadMs);
    await clock.advanceAsync(60_000);
    expect(readThrough()).toBeGreaterThanOrEqual(START + aheadMs);
    clock.jumpWallClock(-aheadMs);
    await clock.advanceAsync(60_000);
    const { fromMs, toMs } = successes().at(-1) ?? {};
    expect(fromMs).toBeLessThanOrEqual(START + 60_000);
    expect(toMs).toBeLessThanOrEqual(START + 120_000);
    expect(readThrough()).toBeLessThanOrEqual(START + 120_000);
    stop.abort();
    await following;
  });

  it.each<[LogTrouble, number[]]>([
    ['throttled', [0, 750, 2250, 5250]],
    ['unavailable', [0, 750, 2250, 5250]],
    ['refused', [0, 300_000, 600_000, 900_000]],
  ])('waits longer each time when %s, and skips nothing', async (trouble, times) => {
    answer = (_, place) => (place < 3 ? trouble : page(['1']));
    const following = follow();
    await clock.advanceAsync(900_000);
    expect(calls.slice(0, 4).map(({ atMs }) => atMs)).toEqual(times);
    expect(calls[3]).toMatchObject({ group: GROUP, fromMs: START - 60_000, toMs: START });
    expect(troubles).toEqual([trouble, trouble, trouble]);
    expect(receipts()).toHaveLength(1);
    stop.abort();
    await following;
  });

  it('goes on from the page that failed', async () => {
    const answers = [page(['1'], 'a'), 'throttled', page(['2'])] as const;
    answer = (_, place) => answers[place] ?? EMPTY;
    const following = follow();
    await clock.advanceAsync(2000);
    expect(successes().map(({ token }) => token)).toEqual([undefined, 'a', 'a']);
    stop.abort();
    await following;
  });

  it('begins a stretch anew when its token is stale', async () => {
    const answers = [page(['1'], 'a'), 'stale-token', page(['1', '2'])] as const;
    answer = (_, place) => answers[place] ?? EMPTY;
    const following = follow();
    await clock.advanceAsync(2000);
    expect(successes().map(({ token }) => token)).toEqual([undefined, 'a', undefined]);
    expect(receipts()).toHaveLength(2);
    stop.abort();
    await following;
  });

  it('takes a group that is not there for an empty one', async () => {
    answer = ({ group }) => (group === GROUP ? page(['1']) : 'no-such-group');
    const following = follow();
    await clock.advanceAsync(1000);
    expect(readThrough()).toBe(START);
    expect([receipts().length, troubles]).toEqual([1, []]);
    stop.abort();
    await following;
  });

  it.each([
    ['waiting for its turn', 100, () => page([], 'more')],
    ['pausing between readings', 5000, () => EMPTY],
    ['waiting out a failure', 100, () => 'unavailable' as const],
  ])('stops while %s, and leaves no timer', async (_, afterMs, given) => {
    answer = given;
    const following = follow();
    await clock.advanceAsync(afterMs);
    stop.abort();
    await following;
    expect(clock.pending).toBe(0);
  });

  it('says no more than it read when it is stopped in the middle', async () => {
    answer = () => {
      stop.abort();
      return 'unavailable';
    };
    await follow();
    expect([batches, calls.length]).toEqual([[], 1]);
  });
});
