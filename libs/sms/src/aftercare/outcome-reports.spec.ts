import { Logger } from '@nestjs/common';
import { assert, beforeEach, describe, expect, it } from 'vitest';
import { type SmsEvent, SmsEvents } from '../events/sms.events.js';
import type { MessageAttempt } from '../ledger/message-attempt.js';
import type { MessageRecord } from '../ledger/message-record.js';
import type { CodeOutcome } from '../message/code-outcome.js';
import type { FailureKind } from '../providers/handling.js';
import { ProviderError } from '../providers/provider-error.js';
import { TimeIsUpError } from '../resilience/time-limit.js';
import { recordOf } from '../testing/record-of.js';
import { OutcomeReports } from './outcome-reports.js';

Logger.overrideLogger(false);

const attemptAt = (provider: string, status: MessageAttempt['status']): MessageAttempt => {
  return { provider, providerMessageId: `id of ${provider}`, status, segments: 1 };
};
const concluded = (outcome: CodeOutcome, ...attempts: MessageAttempt[]): MessageRecord =>
  recordOf({ attempts, codeOutcome: { outcome, at: 0, report: { state: 'due', at: 0, tries: 0 } } });

let tries: string[];
let failing: Readonly<Record<string, FailureKind>>;
let told: SmsEvent[];
let reports: OutcomeReports;

beforeEach(() => {
  [tries, told, failing] = [[], [], {}];
  const events = new SmsEvents();
  events.stream.subscribe((event) => told.push(event));
  const providers = ['a', 'b'].map((name) => ({
    name,
    send: async () => ({ providerMessageId: undefined }),
    reportOutcome: async (id: string, outcome: string) => {
      tries.push(`${id} ${outcome}`);
      const kind = failing[name];
      if (kind !== undefined) throw new ProviderError({ kind, provider: name, code: 'x' });
    },
  }));
  reports = new OutcomeReports(providers, events);
});

const make = async (record: MessageRecord, signal = new AbortController().signal) => {
  const rule = await reports.make(record, signal, () => 1000);
  return rule === 'cut short' ? rule : rule(record)?.codeOutcome?.report;
};

describe('OutcomeReports', () => {
  it('says of a verified code only to whoever delivered it that it was', async () => {
    expect(await make(concluded('verified', attemptAt('a', 'sent'), attemptAt('b', 'delivered')))).toEqual({
      state: 'made',
    });
    expect(tries).toEqual(['id of b verified']);
  });

  it('says it to all that may have delivered it where nobody knows', async () => {
    await make(concluded('verified', attemptAt('a', 'sent'), attemptAt('b', 'accepted')));
    expect(tries).toEqual(['id of a verified', 'id of b verified']);
  });

  it('says of an expired code to all that took it that it did', async () => {
    await make(concluded('expired', attemptAt('a', 'undelivered'), attemptAt('b', 'delivered')));
    expect(tries).toEqual(['id of a expired', 'id of b expired']);
  });

  it.each<[FailureKind, object]>([
    ['unavailable', { state: 'due', at: 31_000, tries: 1 }],
    ['ambiguous', { state: 'due', at: 31_000, tries: 1 }],
    ['misconfigured', { state: 'given-up' }],
    ['invalid-request', { state: 'given-up' }],
  ])('tries again after what passes, and after nothing else: %s', async (kind, report) => {
    failing = { a: kind };
    expect(await make(concluded('verified', attemptAt('a', 'sent')))).toEqual(report);
    const isGivenUp = 'at' in report ? [] : [{ type: 'outcome-not-reported', provider: 'a', kind }];
    expect(told).toMatchObject(isGivenUp);
  });

  it('counts a try that took too long, and none that was cut short', async () => {
    failing = { a: 'unavailable' };
    const record = concluded('verified', attemptAt('a', 'sent'));
    const tooLong = { state: 'due', at: 31_000, tries: 1 };
    expect(await make(record, AbortSignal.abort(new TimeIsUpError(8000)))).toEqual(tooLong);
    expect(await make(record, AbortSignal.abort())).toBe('cut short');
    expect(await make(concluded('verified'), AbortSignal.abort())).toEqual({ state: 'made' });
  });

  it('leaves it due where another outcome was recorded meanwhile', async () => {
    const tried = concluded('expired', attemptAt('a', 'sent'));
    const rule = await reports.make(tried, new AbortController().signal, () => 1000);
    assert(rule !== 'cut short', 'the try was made');
    expect(rule(concluded('verified', attemptAt('a', 'sent')))).toBeUndefined();
  });
});
