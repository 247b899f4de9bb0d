import { Logger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MemoryOutcomeStore } from './ledger/memory-outcome-store.js';
import { parseSmsOptions } from './parse-sms-options.js';
import { MockProvider } from './providers/mock/mock.provider.js';
import type { SendRequest } from './send-request.js';
import { SmsModule } from './sms.module.js';
import { SmsService } from './sms.service.js';
import { ManualClock } from './testing/manual-clock.js';
import { smsServiceOf } from './testing/sms-service-of.js';

const LETTER: SendRequest = { to: '+447400123456', text: 'Hello', idempotencyKey: 'letter-1' };
const CODE = { to: LETTER.to, code: '482913', appName: 'Example', idempotencyKey: 'challenge-1' };

let provider: MockProvider;
let outcomeStore: MemoryOutcomeStore;
let sms: SmsService;

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(true));

const start = async () => {
  const module = SmsModule.forRoot({ order: ['own'], providers: [provider], outcomeStore });
  return (await Test.createTestingModule({ imports: [module] }).compile()).get(SmsService);
};

beforeEach(async () => {
  provider = new MockProvider('own');
  outcomeStore = new MemoryOutcomeStore();
  sms = await start();
});

describe('an idempotency key', () => {
  it('names one message: every call with it gets the same outcome, and it is sent once', async () => {
    const together = await Promise.all([sms.send(LETTER), sms.send(LETTER)]);
    const [first] = together;
    expect([...together, await sms.send(LETTER), await (await start()).send(LETTER)]).toEqual(
      Array.from({ length: 4 }, () => first),
    );
    expect(provider.messages).toHaveLength(1);
  });

  it('is needed: without one, every call sends', async () => {
    const { to, text } = LETTER;
    await sms.send({ to, text });
    await sms.send({ to, text });
    expect(provider.messages).toHaveLength(2);
  });

  it.each<[string, Partial<SendRequest>]>([
    ['recipient', { to: '+447400123457' }],
    ['text', { text: 'Goodbye' }],
    ['purpose', { purpose: 'one-time-code' }],
  ])('does not stand for another %s', async (_, other) => {
    await sms.send(LETTER);
    await expect(sms.send({ ...LETTER, ...other })).rejects.toMatchObject({
      name: 'IdempotencyConflictError',
    });
    expect(provider.messages).toHaveLength(1);
  });

  it('stands for the same number however it is written', async () => {
    const sent = await sms.send(LETTER);
    expect(await sms.send({ ...LETTER, to: '+44 7400 123456' })).toEqual(sent);
  });

  it('stands for the same code while its minutes run down, and for no other code', async () => {
    const sent = await sms.sendCode({ ...CODE, expiresInSeconds: 300 });
    expect(await sms.sendCode({ ...CODE, expiresInSeconds: 200 })).toEqual(sent);
    const other = sms.sendCode({ ...CODE, code: '000000', expiresInSeconds: 200 });
    await expect(other).rejects.toMatchObject({ name: 'IdempotencyConflictError' });
    expect(provider.messages).toHaveLength(1);
  });

  it('may be used again for what was refused before anybody was asked, or by everybody', async () => {
    await expect(sms.send({ ...LETTER, text: '' })).rejects.toMatchObject({ name: 'InvalidMessageError' });
    provider.failNext('invalid-recipient');
    await expect(sms.send(LETTER)).rejects.toMatchObject({ name: 'UndeliverableError' });
    await expect(sms.send(LETTER)).resolves.toMatchObject({ status: 'accepted' });
  });

  it('holds up no shutdown while the store is silent after the send', async () => {
    // Nest's testing module has brought its own.
    Logger.overrideLogger(false);
    const clock = new ManualClock();
    const store = new MemoryOutcomeStore();
    store.settle = () => new Promise(() => {});
    const options = parseSmsOptions({ order: ['own'], environment: 'test', providers: [provider] });
    const service = smsServiceOf(options, clock, { outcomes: store });
    const sending = service.send(LETTER);
    const closing = service.close();
    await clock.advanceAsync(1000);
    await expect(sending).resolves.toMatchObject({ status: 'accepted' });
    await expect(closing).resolves.toBeUndefined();
  });

  it('is visible ASCII, or nothing is sent', async () => {
    const sending = sms.send({ ...LETTER, idempotencyKey: 'two words' });
    await expect(sending).rejects.toMatchObject({ name: 'InvalidIdempotencyKeyError' });
    expect(provider.messages).toEqual([]);
  });
});
