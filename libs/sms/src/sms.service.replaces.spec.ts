import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type SmsEvent, SmsEvents } from './events/sms.events.js';
import { DutySchedule } from './ledger/duty-schedule.js';
import { MemoryMessageLedger } from './ledger/memory-message-ledger.js';
import type { MessageAttempt } from './ledger/message-attempt.js';
import { parseSmsOptions } from './parse-sms-options.js';
import { MockProvider } from './providers/mock/mock.provider.js';
import { countMade } from './routing/attempt.js';
import { UndeliverableError } from './routing/undeliverable.error.js';
import type { SmsService } from './sms.service.js';
import { ManualClock } from './testing/manual-clock.js';
import { smsServiceOf } from './testing/sms-service-of.js';

Logger.overrideLogger(false);

const CODE = { to: '+447400123456', code: '482913', appName: 'Example', expiresInSeconds: 300 };
const NAMES = ['first', 'second', 'third'];

let providers: MockProvider[];
let ledger: MemoryMessageLedger;
let sms: SmsService;
let told: SmsEvent[];

beforeEach(() => {
  providers = NAMES.map((name) => new MockProvider(name));
  ledger = new MemoryMessageLedger();
  const options = parseSmsOptions({ order: NAMES, providers, environment: 'test' });
  const schedule = new DutySchedule(providers, 1000);
  const events = new SmsEvents();
  told = [];
  events.stream.subscribe((event) => told.push(event));
  sms = smsServiceOf(options, new ManualClock(), { ledger, events, schedule });
});

const sentBy = () => providers.map(({ messages }) => messages.length);
/** What a receipt, or the watch, made of the attempts of a message. */
const attemptsBecome = (id: string, attemptsOf: (first: MessageAttempt) => MessageAttempt[]) =>
  ledger.update(id, (record) => {
    const [first] = record.attempts;
    return first && { ...record, attempts: attemptsOf(first) };
  });
/** What a receipt made of the first attempt of a message that is refused for its recipient's sake. */
const optsOut = (id: string) =>
  attemptsBecome(id, (first) => [{ ...first, status: 'undelivered', kind: 'opted-out', code: '21610' }]);
/** How the text of a message that may not go out again is refused. */
const refusalOf = async (replaces: string): Promise<UndeliverableError> => {
  const error: unknown = await sms.sendCode({ ...CODE, replaces }).catch((thrown: unknown) => thrown);
  if (!(error instanceof UndeliverableError)) throw new Error('It was not refused.');
  return error;
};
/** Sends a code and then the same once more, each in the place of the one before, so many times; the ids. */
const askedFor = async (times: number): Promise<string[]> => {
  const ids = [(await sms.sendCode(CODE)).id];
  while (ids.length < times) ids.push((await sms.sendCode({ ...CODE, replaces: ids.at(-1) ?? '' })).id);
  return ids;
};

describe('a text that is sent in the place of an earlier message', () => {
  it.each(['opted-out', 'fraud-blocked', 'invalid-recipient'] as const)(
    'is refused where that became %s, and nobody is asked',
    async (kind) => {
      const { id } = await sms.sendCode(CODE);
      await attemptsBecome(id, (first) => [{ ...first, status: 'undelivered', kind, code: '30450' }]);
      const again = sms.sendCode({ ...CODE, replaces: id });
      await expect(again).rejects.toMatchObject({ kind, maybeSent: false, errors: [{ code: '30450' }] });
      expect(sentBy()).toEqual([1, 0, 0]);
    },
  );

  it('goes on to another provider where that failed for a reason of the provider or the network', async () => {
    const { id } = await sms.sendCode(CODE);
    await attemptsBecome(id, (first) => [{ ...first, status: 'undelivered', kind: 'route-refused' }]);
    expect(await sms.sendCode({ ...CODE, replaces: id })).toMatchObject({ provider: 'second' });
  });

  it('goes out where that was refused for the sake of the request, which may be another one now', async () => {
    providers[0]?.failNext('invalid-request');
    const refused: unknown = await sms.sendCode(CODE).catch((thrown: unknown) => thrown);
    if (!(refused instanceof UndeliverableError)) throw new Error('It was not refused.');
    const again = await sms.sendCode({ ...CODE, appName: 'Shorter', replaces: refused.messageId });
    expect(again).toMatchObject({ status: 'accepted', provider: 'first' });
  });

  it('goes to a provider that has not taken it yet, where the watch gave it to a second one', async () => {
    const { id } = await sms.sendCode(CODE);
    await attemptsBecome(id, (first) => [first, { ...first, provider: 'second', reason: 'watch' }]);
    const again = await sms.sendCode({ ...CODE, replaces: id, avoid: 'first' });
    expect(again).toMatchObject({ provider: 'third', routeReason: 'another-than-last-time' });
  });

  it('goes to a provider that may have taken it before it goes to one that certainly did', async () => {
    const { id } = await sms.sendCode(CODE);
    const mayHaveIt = { provider: 'third', status: 'unknown', reason: 'hedge', segments: 1 } as const;
    await attemptsBecome(id, (first) => [first, mayHaveIt]);
    const again = await sms.sendCode({ ...CODE, replaces: id });
    expect(again.route).toEqual(['second', 'third', 'first']);
  });

  it('says nothing of a code where it is a notification', async () => {
    const notice = { to: CODE.to, text: 'Your parcel is here.' };
    const { id } = await sms.send(notice);
    await sms.send({ ...notice, replaces: id });
    expect(await sms.status(id)).toMatchObject({ codeOutcome: undefined });
  });

  it('goes by what the caller knows where there is no record', async () => {
    const again = await sms.sendCode({ ...CODE, replaces: 'unknown', avoid: 'first' });
    expect(again.provider).toBe('second');
  });
});

describe('a text that is sent in the place of several', () => {
  it('goes to whoever has not taken it yet, and then to whoever took it longest ago', async () => {
    await askedFor(5);
    expect(sentBy()).toEqual([2, 2, 1]);
  });

  it('is refused where the first of them was refused after the second had gone out', async () => {
    const [first, second] = await askedFor(2);
    await optsOut(first ?? '');
    const again = sms.sendCode({ ...CODE, replaces: second ?? '' });
    await expect(again).rejects.toMatchObject({
      kind: 'opted-out',
      errors: [{ provider: 'first', code: '21610' }],
    });
    expect(sentBy()).toEqual([1, 1, 0]);
  });

  it('is refused where any of the last nine was, and looks back no further', async () => {
    const ids = await askedFor(10);
    const counts = sentBy();
    await optsOut(ids[0] ?? '');
    await sms.sendCode({ ...CODE, replaces: ids[9] ?? '' });
    expect(sentBy()).not.toEqual(counts);
    await optsOut(ids[1] ?? '');
    await expect(sms.sendCode({ ...CODE, replaces: ids[9] ?? '' })).rejects.toMatchObject({
      kind: 'opted-out',
    });
  });

  it('is sent where the ledger knows the latest of them, and fails to tell of those before', async () => {
    const [, second] = await askedFor(2);
    ledger.find = () => Promise.reject(new Error('no connection'));
    expect(await sms.sendCode({ ...CODE, replaces: second ?? '' })).toMatchObject({
      route: ['first', 'third', 'second'],
    });
    expect(told).toContainEqual(expect.objectContaining({ type: 'ledger-unavailable', step: 'call-off' }));
  });
});

describe('a text that is refused because of what it would have replaced', () => {
  let refused: UndeliverableError;

  beforeEach(async () => {
    const { id } = await sms.sendCode(CODE);
    await optsOut(id);
    told.length = 0;
    refused = await refusalOf(id);
  });

  const REASON = { provider: 'first', reason: 'refused-before', code: '21610' };

  it('is explained by who refused that, and says that nobody was asked', () => {
    const { messageId, attempts } = refused;
    expect(attempts).toEqual([{ ...REASON, outcome: 'opted-out', tookMs: 0, maybeSent: false }]);
    expect(sms.explain(messageId)).toMatchObject({ outcome: 'opted-out', possibleCopies: 0, attempts });
    expect(countMade(attempts)).toBe(0);
  });

  it('has a record that failed, of which no text is kept', async () => {
    const record = await sms.status(refused.messageId);
    expect(record).toMatchObject({
      status: 'failed',
      attempts: [{ ...REASON, kind: 'opted-out', status: 'failed' }],
    });
    expect(record).toMatchObject({ watch: { state: 'off' }, contentUntil: undefined, dueAt: undefined });
  });

  it('has one line in the log', async () => {
    using warn = vi.spyOn(Logger.prototype, 'warn');
    const { messageId } = await refusalOf(refused.messageId);
    expect(warn.mock.calls).toMatchObject([
      [{ msg: 'message opted-out', messageId, to: '+********3456', attempts: [REASON] }],
    ]);
  });

  it('is told as undeliverable', () => {
    const { messageId } = refused;
    const about = { messageId, country: 'GB', purpose: 'one-time-code' };
    expect(told).toContainEqual({
      type: 'message-undeliverable',
      ...about,
      kind: 'opted-out',
      maybeSent: false,
      tookMs: 0,
    });
  });

  it('is refused in the place of that, too, however often', async () => {
    for (let time = 0; time < 12; time += 1) refused = await refusalOf(refused.messageId);
    expect(refused).toMatchObject({ kind: 'opted-out', errors: [{ provider: 'first', code: '21610' }] });
    expect(sentBy()).toEqual([1, 0, 0]);
  });
});

describe('a text that is sent in the place of nothing', () => {
  it('asks the ledger for nothing beforehand', async () => {
    ledger.find = () => Promise.reject(new Error('asked'));
    await sms.sendCode(CODE);
    expect(told.map(({ type }) => type)).toEqual(['message-accepted']);
    expect(
      (await ledger.latest({ after: -1, until: Number.MAX_SAFE_INTEGER, limit: 9 }))[0],
    ).not.toHaveProperty('replaces');
  });
});
