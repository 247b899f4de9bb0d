import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it } from 'vitest';
import { type SmsEvent, SmsEvents } from '../events/sms.events.js';
import { DutySchedule } from '../ledger/duty-schedule.js';
import { MemoryMessageLedger } from '../ledger/memory-message-ledger.js';
import { type MessageRecord, openedRecord, withAttempts } from '../ledger/message-record.js';
import { normalise } from '../message/outbound-message.js';
import { parseSmsOptions } from '../parse-sms-options.js';
import type { SmsProvider } from '../providers/sms-provider.js';
import { dueMessagesOf } from '../sms.aftercare.js';
import { ManualClock } from '../testing/manual-clock.js';

Logger.overrideLogger(false);

const MINUTE_MS = 60_000;
const LEASE_MS = 30_000;

let clock: ManualClock;
let ledger: MemoryMessageLedger;
let told: SmsEvent[];
/** What was asked, or told, and never answered. */
let questions: string[];

const hang = (question: string) => {
  questions.push(question);
  return new Promise<never>(() => {});
};
const provider: SmsProvider = {
  name: 'own',
  send: () => hang('send'),
  find: () => hang('find'),
  lookUp: () => hang('lookUp'),
  reportOutcome: () => hang('reportOutcome'),
};
const schedule = new DutySchedule([provider], 2 * MINUTE_MS);

beforeEach(() => {
  clock = new ManualClock();
  ledger = new MemoryMessageLedger();
  told = [];
  questions = [];
});

/** A process that takes on what is due, and is shut down while it waits for an answer. */
async function runAndShutDown(): Promise<void> {
  const events = new SmsEvents();
  events.stream.subscribe((event) => told.push(event));
  const options = parseSmsOptions({ order: ['own'], providers: [provider], environment: 'test' });
  const about = { ledger, schedule, watch: undefined, providers: [provider], candidates: [], options };
  const due = dueMessagesOf({ ...about, events, clock, random: () => 0 });
  due.onApplicationBootstrap();
  await clock.advanceAsync(1);
  await due.onModuleDestroy();
}

/** A code that was accepted, under an id or none, and is due once `afterMs` have passed. */
async function openAccepted(
  providerMessageId: string | undefined,
  afterMs: number,
  more: Partial<MessageRecord> = {},
): Promise<MessageRecord> {
  const draft = { to: '+447400123456', text: 'Hello', purpose: 'one-time-code' } as const;
  const message = normalise({ ...draft, validForSeconds: 600 }, 'm');
  const now = clock.wallMs();
  const id = providerMessageId === undefined ? {} : { providerMessageId };
  const attempts = [{ provider: 'own', status: 'accepted', segments: 1, acceptedAt: now, ...id } as const];
  const opened = withAttempts(openedRecord(message, ['own'], now, 10_000), attempts, now);
  const record = schedule.withDueAt({ ...opened, ...more }, now);
  await ledger.open(record, { to: draft.to, text: draft.text });
  clock.advance(afterMs);
  return record;
}

describe('DueMessages, shut down while a provider does not answer', () => {
  it.each([
    ['a poll', 'lookUp', 'id-1', 2 * MINUTE_MS],
    ['a search for an id', 'find', undefined, 10_000],
  ] as const)('spends no question on %s', async (_, question, id, afterMs) => {
    const record = await openAccepted(id, afterMs);
    for (let restarts = 1; restarts <= 3; restarts += 1) {
      const now = clock.wallMs();
      await runAndShutDown();
      expect(questions).toHaveLength(restarts);
      expect(await ledger.find('m')).toEqual({ ...record, dueAt: now + LEASE_MS });
      clock.advance(LEASE_MS);
    }
    expect(new Set(questions)).toEqual(new Set([question]));
  });

  it('spends no try of a report, and does not give it up', async () => {
    const codeOutcome = { outcome: 'verified', at: 0, report: { state: 'due', at: 0, tries: 3 } } as const;
    const record = await openAccepted('id-1', 0, { codeOutcome });
    for (let restarts = 1; restarts <= 4; restarts += 1) {
      await runAndShutDown();
      expect(questions).toHaveLength(restarts);
      expect((await ledger.find('m'))?.codeOutcome).toEqual(record.codeOutcome);
      clock.advance(LEASE_MS);
    }
    expect(told).toEqual([]);
  });
});
