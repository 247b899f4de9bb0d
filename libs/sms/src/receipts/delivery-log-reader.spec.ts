import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it } from 'vitest';
import { SmsEvents } from '../events/sms.events.js';
import { DutySchedule } from '../ledger/duty-schedule.js';
import { MemoryMessageLedger } from '../ledger/memory-message-ledger.js';
import type { ReceiptBatch } from '../providers/aws-sns/aws-sns.delivery-logs.js';
import type { Receipt } from '../providers/receipt-parser.js';
import { leaseClaim } from '../resilience/leases.js';
import { MemoryLeases } from '../resilience/memory-leases.js';
import { ManualClock } from '../testing/manual-clock.js';
import { DeliveryLogReader } from './delivery-log-reader.js';
import { ReceiptsService } from './receipts.service.js';

Logger.overrideLogger(false);

const LEASE = 'reader of the delivery logs of aws-sns';
const RECEIPT: Receipt = {
  status: 'delivered',
  provider: 'aws-sns',
  providerMessageId: 'sns-1',
  at: new Date(0),
};

let clock: ManualClock;
let leases: MemoryLeases;
let ledger: MemoryMessageLedger;
let receipts: ReceiptsService;
/** Where each reading began, and whether it is still going on. */
let readings: { readonly from: number; state: 'open' | 'closed' }[];
let written: ((batch: ReceiptBatch) => void)[];

beforeEach(() => {
  clock = new ManualClock();
  leases = new MemoryLeases();
  ledger = new MemoryMessageLedger();
  receipts = new ReceiptsService([], ledger, new DutySchedule([], 1000), new SmsEvents(), clock);
  [readings, written] = [[], []];
});

const silent = () => new Promise<never>(() => {});
const wall = () => clock.wallMs();

/** Logs that hold what is written to them by {@link write}. */
const open = async () => {
  const reading = { from: 0, state: 'open' as 'open' | 'closed' };
  readings.push(reading);
  async function* batches(from: Date, signal: AbortSignal): AsyncGenerator<ReceiptBatch, void> {
    reading.from = from.getTime();
    while (!signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<ReceiptBatch | undefined>();
      written.push(resolve);
      signal.addEventListener('abort', () => resolve(undefined));
      const batch = await promise;
      if (batch === undefined) return;
      yield batch;
    }
  }
  const close = async () => {
    reading.state = 'closed';
  };
  return { batches, close };
};

async function write(batch: Partial<ReceiptBatch>): Promise<void> {
  written.at(-1)?.({ receipts: [], readThrough: new Date(wall()), ...batch });
  await clock.advanceAsync(0);
}

async function start(): Promise<DeliveryLogReader> {
  const reader = new DeliveryLogReader(open, receipts, leases, clock);
  reader.onApplicationBootstrap();
  await clock.advanceAsync(0);
  return reader;
}

const openReadings = () => readings.filter(({ state }) => state === 'open').length;

describe('DeliveryLogReader', () => {
  it('reads from an hour ago at first, and from where it was after a restart', async () => {
    const reader = await start();
    expect(readings).toEqual([{ from: wall() - 3_600_000, state: 'open' }]);
    const readThrough = new Date(wall() - 1000);
    await write({ readThrough });
    await reader.onModuleDestroy();
    const next = await start();
    expect(readings).toEqual([
      { from: wall() - 3_600_000, state: 'closed' },
      { from: readThrough.getTime(), state: 'open' },
    ]);
    await next.onModuleDestroy();
    expect(clock.pending).toBe(0);
  });

  it('reads from an hour ago where the clock of the last reader was ahead', async () => {
    const reader = await start();
    await write({ readThrough: new Date(wall() + 6 * 3_600_000) });
    await reader.onModuleDestroy();
    const next = await start();
    expect(readings.at(-1)).toEqual({ from: wall() - 3_600_000, state: 'open' });
    await next.onModuleDestroy();
  });

  it('hands receipts on', async () => {
    const reader = await start();
    await write({ receipts: [RECEIPT] });
    expect(receipts.held).toBe(1);
    await reader.onModuleDestroy();
    await receipts.close();
  });

  it('reads once more what the ledger did not take', async () => {
    const reader = await start();
    const readThrough = new Date(wall() - 1000);
    await write({ readThrough });
    const working = ledger.idOf.bind(ledger);
    ledger.idOf = () => Promise.reject(new Error('57P01'));
    await write({ receipts: [RECEIPT] });
    expect([receipts.held, openReadings()]).toEqual([0, 0]);
    ledger.idOf = working;
    await clock.advanceAsync(20_000);
    expect(readings.at(-1)).toEqual({ from: readThrough.getTime(), state: 'open' });
    await reader.onModuleDestroy();
  });

  it('is one of several at a time, the next when the first has stopped', async () => {
    const first = await start();
    const second = await start();
    await clock.advanceAsync(300_000);
    expect(readings).toHaveLength(1);
    await first.onModuleDestroy();
    await clock.advanceAsync(20_000);
    expect([readings.length, openReadings()]).toEqual([2, 1]);
    await second.onModuleDestroy();
  });

  it('follows one that died, once its lease is over', async () => {
    await leases.take(LEASE, leaseClaim('dead', wall(), 60_000));
    const reader = await start();
    await clock.advanceAsync(59_000);
    expect(readings).toEqual([]);
    await clock.advanceAsync(20_000);
    expect(openReadings()).toBe(1);
    await reader.onModuleDestroy();
  });

  it('follows one that died at once where the clock of that was ahead', async () => {
    await leases.take(LEASE, leaseClaim('dead', wall() + 3_600_000, 60_000));
    const reader = await start();
    expect(openReadings()).toBe(1);
    await reader.onModuleDestroy();
  });

  it('stops when its lease can not be prolonged, and begins again', async () => {
    const reader = await start();
    const working = leases.take.bind(leases);
    leases.take = async () => {
      throw new Error('down');
    };
    await clock.advanceAsync(20_000);
    expect(openReadings()).toBe(0);
    leases.take = working;
    await clock.advanceAsync(20_000);
    expect(openReadings()).toBe(1);
    await reader.onModuleDestroy();
  });

  it('stops when another has its lease', async () => {
    const reader = await start();
    await leases.take(LEASE, leaseClaim('other', wall() + 60_000, 60_000));
    await write({ readThrough: new Date(wall() + 1) });
    expect(openReadings()).toBe(0);
    await reader.onModuleDestroy();
  });

  it('goes on from the last place that was noted when a note fails', async () => {
    const reader = await start();
    const readThrough = new Date(wall() - 1000);
    await write({ readThrough });
    const working = leases.note.bind(leases);
    leases.note = async () => {
      throw new Error('down');
    };
    await write({ readThrough: new Date(wall()) });
    leases.note = working;
    await clock.advanceAsync(20_000);
    expect(readings.at(-1)).toEqual({ from: readThrough.getTime(), state: 'open' });
    await reader.onModuleDestroy();
  });

  it.each(['take', 'note'] as const)('reads again after a silence of the leases to its %s', async (step) => {
    const reader = await start();
    const working = leases[step].bind(leases);
    Object.assign(leases, { [step]: silent });
    await clock.advanceAsync(20_000);
    await write({ readThrough: new Date(wall()) });
    await clock.advanceAsync(5000);
    expect(openReadings()).toBe(0);
    Object.assign(leases, { [step]: working });
    await clock.advanceAsync(20_000);
    expect(openReadings()).toBe(1);
    await reader.onModuleDestroy();
    expect(clock.pending).toBe(0);
  });

  it('begins to read after a silence at its first try', async () => {
    const working = leases.take.bind(leases);
    Object.assign(leases, { take: silent });
    const reader = await start();
    await clock.advanceAsync(5000);
    Object.assign(leases, { take: working });
    await clock.advanceAsync(20_000);
    expect(openReadings()).toBe(1);
    await reader.onModuleDestroy();
  });

  it('ends within a silence, whatever is silent', async () => {
    const reader = await start();
    ledger.idOf = silent;
    Object.assign(leases, { take: silent, note: silent, release: silent });
    await clock.advanceAsync(20_000);
    await write({ receipts: [RECEIPT] });
    let state = 'reading';
    void reader.onModuleDestroy().then(() => {
      state = 'over';
    });
    await clock.advanceAsync(4999);
    expect(state).toBe('reading');
    await clock.advanceAsync(1);
    expect(state).toBe('over');
  });

  it('reads nothing where no logs are configured', async () => {
    const reader = new DeliveryLogReader(undefined, receipts, leases, clock);
    reader.onApplicationBootstrap();
    await reader.onModuleDestroy();
    expect(clock.pending).toBe(0);
  });
});
