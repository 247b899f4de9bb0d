import { describe, expect, it } from 'vitest';
import type { SmsProvider } from '../providers/sms-provider.js';
import { recordOf } from '../testing/record-of.js';
import { type Duty, DutySchedule } from './duty-schedule.js';
import type { MessageRecord } from './message-record.js';
import type { Watch } from './watch.js';

const provider: SmsProvider = {
  name: 'own',
  send: async () => ({ providerMessageId: undefined }),
  lookUp: async () => undefined,
  find: async () => [],
  reportOutcome: async () => {},
};
const schedule = new DutySchedule([provider], 120_000);
const ACCEPTED = { provider: 'own', providerMessageId: 'id', status: 'accepted', segments: 1 } as const;
const FAILED = { ...ACCEPTED, status: 'undelivered' } as const;
const WITHOUT_ID = { provider: 'own', status: 'accepted', segments: 1, acceptedAt: 1000 } as const;
const UNKNOWN = { provider: 'other', status: 'unknown', segments: 1 } as const;
const RECORD = recordOf({ route: ['own', 'other'], attempts: [ACCEPTED] });
const armed: Watch = { state: 'armed', silentAt: 45_000 };
const resending: Watch = { state: 'resending', cause: 'failed', since: 0, settleBy: 10_000 };
const verified = (at: number): MessageRecord['codeOutcome'] => {
  return { outcome: 'verified', at: 0, report: { state: 'due', at, tries: 0 } };
};

describe('DutySchedule', () => {
  it.each<[string, Partial<MessageRecord>, number | undefined]>([
    ['is asked after', {}, 120_000],
    ['is watched', { watch: armed }, 45_000],
    ['is watched, and silence says nothing', { watch: { state: 'armed', silentAt: undefined } }, 120_000],
    ['is watched and failed', { watch: armed, attempts: [FAILED] }, 20_000],
    [
      'is watched and failed where its end is not unknown',
      { watch: armed, attempts: [UNKNOWN, FAILED] },
      20_000,
    ],
    ['is being sent once more', { watch: resending, attempts: [FAILED] }, 15_000],
    ['is to be told of', { codeOutcome: verified(30_000) }, 30_000],
    ['arrived', { status: 'delivered', attempts: [{ ...ACCEPTED, status: 'delivered' }] }, undefined],
    ['is being sent', { status: 'sending', attempts: [] }, 15_000],
    ['has an id that is not known', { attempts: [WITHOUT_ID] }, 41_000],
    ['has no known id, and is watched', { attempts: [WITHOUT_ID], watch: armed }, 41_000],
    ['has an id nobody can be asked for', { attempts: [{ ...WITHOUT_ID, provider: 'other' }] }, undefined],
    ['has no known id, and was used', { attempts: [WITHOUT_ID], codeOutcome: verified(30_000) }, 30_000],
    ['has no known id, and no text any more', { attempts: [WITHOUT_ID], contentUntil: undefined }, undefined],
    [
      'has no known id, and dies before the next question',
      { attempts: [WITHOUT_ID], contentUntil: 41_000 },
      undefined,
    ],
    ['is unknown', { status: 'unknown', attempts: [{ ...UNKNOWN, provider: 'own' }] }, 30_000],
    ['is unknown for good', { status: 'unknown', attempts: [UNKNOWN] }, undefined],
  ])('knows when a message is due that %s', (_, change, dueAt) => {
    expect(schedule.withDueAt({ ...RECORD, ...change }, 20_000).dueAt).toBe(dueAt);
  });

  it.each<[Partial<MessageRecord>, number, Duty]>([
    [{ status: 'sending' }, 15_000, 'find'],
    [{ status: 'unknown' }, 15_000, 'find'],
    [{ watch: armed }, 44_999, 'poll'],
    [{ watch: armed }, 45_000, 'resend'],
    [{ watch: armed, attempts: [UNKNOWN, FAILED] }, 1, 'resend'],
    [{ watch: resending }, 14_999, 'poll'],
    [{ watch: resending }, 15_000, 'find-resend'],
    [{ codeOutcome: verified(30_000) }, 29_999, 'poll'],
    [{ codeOutcome: verified(30_000) }, 30_000, 'report'],
    [{}, 120_000, 'poll'],
    [{ attempts: [WITHOUT_ID] }, 11_000, 'find-id'],
    [{ attempts: [WITHOUT_ID, ACCEPTED] }, 120_000, 'find-id'],
    [{ attempts: [WITHOUT_ID], watch: armed }, 45_000, 'resend'],
    [{ attempts: [{ ...WITHOUT_ID, provider: 'other' }] }, 120_000, 'poll'],
    [{ attempts: [WITHOUT_ID], contentUntil: undefined }, 120_000, 'poll'],
  ])('knows what a message is due for: %o at %d', (change, now, duty) => {
    expect(schedule.dutyOf({ ...RECORD, ...change }, now)).toBe(duty);
  });

  it('asks for an id after 10 s, 40 s and 160 s, and then no more', () => {
    const questions = (now: number): readonly number[] => {
      const { dueAt } = schedule.withDueAt({ ...RECORD, attempts: [WITHOUT_ID] }, now);
      return dueAt === undefined ? [] : [dueAt, ...questions(dueAt)];
    };
    expect(questions(0)).toEqual([11_000, 41_000, 161_000]);
  });

  it('asks for the id of a watched code when half of the silence that counts is over, where that is sooner', () => {
    const watch: Watch = { state: 'armed', silentAt: 6001 };
    const { dueAt } = schedule.withDueAt({ ...RECORD, attempts: [WITHOUT_ID], watch }, 1000);
    expect(dueAt).toBe(3501);
  });

  it('keeps the text while it is needed to ask for an id, and no longer', () => {
    const keptAt = (now: number, attempts: MessageRecord['attempts']) =>
      schedule.withDueAt({ ...RECORD, attempts }, now).contentUntil;
    expect(keptAt(0, [WITHOUT_ID])).toBe(300_000);
    expect(keptAt(160_999, [WITHOUT_ID])).toBe(300_000);
    expect(keptAt(161_000, [WITHOUT_ID])).toBeUndefined();
    expect(keptAt(0, [{ ...WITHOUT_ID, provider: 'other' }])).toBeUndefined();
    expect(
      schedule.withDueAt({ ...RECORD, attempts: [WITHOUT_ID], watch: armed }, 161_000).contentUntil,
    ).toBe(300_000);
  });

  it('lets providers that took the message, and want to know what came of it, be told at once', () => {
    const codeOutcome = { outcome: 'verified', at: 0, report: { state: 'none' } } as const;
    const reportOf = (attempts: MessageRecord['attempts']) =>
      schedule.withDueAt({ ...RECORD, codeOutcome, attempts }, 20_000).codeOutcome?.report;
    expect(reportOf([ACCEPTED])).toEqual({ state: 'due', at: 20_000, tries: 0 });
    expect(reportOf([{ ...ACCEPTED, provider: 'other' }])).toEqual({ state: 'none' });
    expect(reportOf([WITHOUT_ID])).toEqual({ state: 'none' });
  });

  it.each(['made', 'given-up'] as const)('lets nobody be told of what was %s', (state) => {
    const codeOutcome = { outcome: 'verified', at: 0, report: { state } } as const;
    expect(schedule.withDueAt({ ...RECORD, codeOutcome }, 20_000).codeOutcome).toEqual(codeOutcome);
  });
});
