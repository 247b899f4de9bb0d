import { beforeEach, describe, expect, it } from 'vitest';
import type { MessageAttempt } from '../ledger/message-attempt.js';
import type { MessageRecord } from '../ledger/message-record.js';
import { recordOf } from '../testing/record-of.js';
import { DeliveryWatch } from './delivery-watch.js';
import { WatchOptions } from './watch.options.js';

const ATTEMPT: MessageAttempt = {
  provider: 'reporting',
  providerMessageId: 'id',
  status: 'accepted',
  segments: 1,
  acceptedAt: 1000,
};
const RECORD = recordOf({ route: ['reporting', 'mute'], attempts: [ATTEMPT] });

let watch: DeliveryWatch;

beforeEach(() => {
  watch = new DeliveryWatch(new WatchOptions(), new Set(['reporting']));
});

const verifiedAfter = (ms: number): Pick<MessageRecord, 'codeOutcome'> => {
  return { codeOutcome: { outcome: 'verified', at: 1000 + ms, report: { state: 'none' } } };
};
const deliveredAfter = (heardAfterMs: number): Pick<MessageRecord, 'attempts'> => {
  return { attempts: [{ ...ATTEMPT, status: 'delivered', heardAfterMs }] };
};
const by = (provider: string): Pick<MessageRecord, 'attempts'> => ({ attempts: [{ ...ATTEMPT, provider }] });
const learn = (times: number, change: Partial<MessageRecord>) =>
  watch.learn(Array.from({ length: times }, () => ({ ...RECORD, ...change })));
const spend = (times: number) => Array.from({ length: times }, () => watch.trySpend());
const make = (before: MessageRecord, after: MessageRecord) =>
  watch.account({ change: 'made', before, after });

describe('the silence that is no longer usual', () => {
  it('is the longest allowed of a provider that reports, while nothing is known, and nothing of another', () => {
    expect(watch.silenceMs('reporting', 'GB')).toBe(45_000);
    expect(watch.silenceMs('mute', 'GB')).toBeUndefined();
  });

  it.each([
    [12_000, 24_000],
    [1000, 15_000],
    [40_000, 45_000],
  ])('is twice what receipts take, within its bounds: %d ms make %d', (heardMs, silenceMs) => {
    learn(16, deliveredAfter(heardMs));
    expect(watch.silenceMs('reporting', 'GB')).toBe(silenceMs);
  });

  it('is that of the country where enough is known of it, else of the provider', () => {
    learn(16, { ...deliveredAfter(20_000), country: 'IN' });
    expect(watch.silenceMs('reporting', 'GB')).toBe(40_000);
    learn(16, { ...deliveredAfter(9000), country: 'GB' });
    expect(watch.silenceMs('reporting', 'GB')).toBe(18_000);
    expect(watch.silenceMs('reporting', 'IN')).toBe(40_000);
  });

  it('says nothing any more in a country where codes arrive and are not reported', () => {
    learn(16, { ...verifiedAfter(200_000), attempts: [{ ...ATTEMPT, status: 'sent' }] });
    learn(100, { status: 'sent' });
    expect(watch.silenceMs('reporting', 'GB')).toBeUndefined();
    expect(watch.silenceMs('reporting', 'FR')).toBe(45_000);
  });

  it('is not learnt from codes whose receipts could not be matched', () => {
    const { providerMessageId: _, ...withoutId } = ATTEMPT;
    learn(16, { ...verifiedAfter(20_000), attempts: [{ ...withoutId, status: 'accepted' }] });
    expect(watch.silenceMs('reporting', 'GB')).toBe(45_000);
  });

  it('goes on saying something where nothing arrives', () => {
    learn(100, { status: 'sent' });
    expect(watch.silenceMs('reporting', 'GB')).toBe(45_000);
  });

  it('says little where reports come later than anybody waits', () => {
    learn(16, { ...verifiedAfter(90_000), ...deliveredAfter(60_000) });
    learn(100, { status: 'sent' });
    expect(watch.silenceMs('reporting', 'GB')).toBeUndefined();
  });

  it('is not learnt from codes of which two copies were under way', () => {
    const twice = [{ ...ATTEMPT, status: 'sent' } as const, { ...ATTEMPT, provider: 'mute' }];
    learn(16, { ...verifiedAfter(20_000), attempts: twice });
    expect(watch.silenceMs('reporting', 'GB')).toBe(45_000);
  });

  it('is told by people where the provider tells nothing, and nearly all codes are proven', () => {
    learn(16, { ...by('mute'), ...verifiedAfter(20_000) });
    expect(watch.silenceMs('mute', 'GB')).toBe(30_000);
    learn(48, by('mute'));
    expect(watch.silenceMs('mute', 'GB')).toBeUndefined();
  });

  it('is of whole milliseconds', () => {
    learn(16, { ...by('mute'), ...verifiedAfter(20_001) });
    expect(watch.silenceMs('mute', 'GB')).toBe(30_002);
  });

  it('is not learnt from notifications, nor from what was found after a crash', () => {
    learn(16, { ...by('mute'), ...verifiedAfter(20_000), purpose: 'notification' });
    const { acceptedAt: _, ...found } = ATTEMPT;
    learn(16, { ...verifiedAfter(20_000), attempts: [{ ...found, provider: 'mute' }] });
    expect(watch.silenceMs('mute', 'GB')).toBeUndefined();
  });
});

describe('the budget', () => {
  const armed: MessageRecord = { ...RECORD, watch: { state: 'armed', silentAt: undefined } };
  const resent: MessageRecord = {
    ...RECORD,
    watch: { state: 'spent', why: 'resent' },
    attempts: [
      { ...ATTEMPT, status: 'undelivered' },
      { ...ATTEMPT, provider: 'mute', reason: 'watch' },
    ],
  };

  beforeEach(() => {
    watch = new DeliveryWatch(Object.assign(new WatchOptions(), { resendBurst: 2 }), new Set());
  });

  it('is earned by codes that are watched', () => {
    expect(spend(3)).toEqual([true, true, false]);
    for (let code = 0; code < 11; code += 1) make(RECORD, armed);
    expect(spend(2)).toEqual([true, false]);
  });

  it.each<[string, MessageRecord]>([
    [
      'its second provider says that it arrived',
      { ...resent, attempts: resent.attempts.map((attempt) => ({ ...attempt, status: 'delivered' })) },
    ],
    ['it was read, and the first copy had failed', { ...resent, ...verifiedAfter(9000) }],
  ])('is given back when %s', (_, after) => {
    spend(2);
    make(resent, after);
    expect(spend(2)).toEqual([true, false]);
  });

  it('is given back once', () => {
    spend(2);
    const proven = { ...resent, ...verifiedAfter(9000) };
    make(resent, proven);
    make(proven, { ...proven, updatedAt: 9 });
    expect(spend(2)).toEqual([true, false]);
  });

  it('is not given back when the first copy may have been read', () => {
    spend(2);
    const silent = { ...resent, attempts: resent.attempts.with(0, ATTEMPT) };
    make(silent, { ...silent, ...verifiedAfter(9000) });
    expect(spend(1)).toEqual([false]);
  });
});
