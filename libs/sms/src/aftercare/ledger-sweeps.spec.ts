import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryMessageLedger } from '../ledger/memory-message-ledger.js';
import { openedRecord } from '../ledger/message-record.js';
import { normalise } from '../message/outbound-message.js';
import { ManualClock } from '../testing/manual-clock.js';
import { LedgerSweeps } from './ledger-sweeps.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let clock: ManualClock;
let ledger: MemoryMessageLedger;
let lessons: string[][];
let sweeps: LedgerSweeps;

beforeEach(() => {
  clock = new ManualClock();
  ledger = new MemoryMessageLedger();
  lessons = [];
  sweeps = new LedgerSweeps(
    ledger,
    30 * DAY_MS,
    (records) => lessons.push(records.map(({ id }) => id)),
    clock,
  );
});

async function open(id: string, ageMs: number): Promise<void> {
  const message = normalise({ to: '+447400123456', text: 'hello', purpose: 'notification' }, id);
  const content = { to: message.to.e164, text: message.text };
  await ledger.open(openedRecord(message, ['first'], clock.wallMs() - ageMs, 10_000), content);
}

const after = async (ms: number) => {
  clock.advance(ms);
  await sweeps.run();
};

describe('LedgerSweeps', () => {
  it('erases, forgets and teaches at once, and then when it is time', async () => {
    await open('dead', 2 * DAY_MS);
    await open('old', 31 * DAY_MS);
    await sweeps.run();
    expect(await ledger.contentOf('dead')).toBeUndefined();
    expect(await ledger.find('old')).toBeUndefined();
    await open('dead too', 2 * DAY_MS);
    await after(14_999);
    expect(await ledger.contentOf('dead too')).toBeDefined();
    await after(1);
    expect(await ledger.contentOf('dead too')).toBeUndefined();
  });

  it('teaches each message once, when it is ten minutes old, those of the last day at the start', async () => {
    for (const [id, ageMs] of Object.entries({ ancient: 2 * DAY_MS, old: 5 * 3_600_000, new: 9 * MINUTE_MS }))
      await open(id, ageMs);
    await sweeps.run();
    expect(lessons).toEqual([['old']]);
    await after(30_000);
    await after(MINUTE_MS);
    await after(MINUTE_MS);
    expect(lessons).toEqual([['old'], [], ['new'], []]);
  });

  it('teaches nothing twice when the clock is set back', async () => {
    await open('old', 5 * 3_600_000);
    await sweeps.run();
    clock.jumpWallClock(-3_600_000);
    await after(MINUTE_MS);
    clock.jumpWallClock(3_600_000);
    await after(MINUTE_MS);
    expect(lessons).toEqual([['old'], []]);
  });
});
