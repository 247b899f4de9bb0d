import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it } from 'vitest';
import { SmsEvents } from './events/sms.events.js';
import { FollowUp } from './ledger/follow-up.js';
import { MemoryMessageLedger } from './ledger/memory-message-ledger.js';
import { MemoryOutcomeStore } from './ledger/memory-outcome-store.js';
import type { MessageAttempt } from './ledger/message-attempt.js';
import { MessageRecords } from './ledger/message-records.js';
import { parseSmsOptions } from './parse-sms-options.js';
import { MockProvider } from './providers/mock/mock.provider.js';
import { guardAll } from './sms.providers.js';
import { SmsService } from './sms.service.js';
import { ManualClock } from './testing/manual-clock.js';

Logger.overrideLogger(false);

const CODE = { to: '+447400123456', code: '482913', appName: 'Example', expiresInSeconds: 300 };
const NAMES = ['first', 'second', 'third'];

let providers: MockProvider[];
let ledger: MemoryMessageLedger;
let sms: SmsService;

beforeEach(() => {
  const clock = new ManualClock();
  providers = NAMES.map((name) => new MockProvider(name));
  ledger = new MemoryMessageLedger();
  const options = parseSmsOptions({ order: NAMES, providers, environment: 'test' });
  const followUp = new FollowUp(providers, 1000);
  const records = new MessageRecords({ ledger, clock, events: new SmsEvents(), followUp });
  const guarded = guardAll(providers, options, clock, () => 0);
  sms = new SmsService(guarded, options, clock, () => 0, new MemoryOutcomeStore(), records);
});

const sentBy = () => providers.map(({ messages }) => messages.length);
/** What a receipt, or the watch, made of the attempts of a message. */
const attemptsBecome = (id: string, attemptsOf: (first: MessageAttempt) => MessageAttempt[]) =>
  ledger.update(id, (record) => {
    const [first] = record.attempts;
    return first && { ...record, attempts: attemptsOf(first) };
  });

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
    expect(await sms.status(id)).toMatchObject({ outcome: undefined });
  });

  it('goes by what the caller knows where there is no record', async () => {
    const again = await sms.sendCode({ ...CODE, replaces: 'unknown', avoid: 'first' });
    expect(again.provider).toBe('second');
  });
});
