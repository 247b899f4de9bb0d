import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SmsEvent, SmsEvents } from '../events/sms.events.js';
import { DutySchedule } from '../ledger/duty-schedule.js';
import { MemoryMessageLedger } from '../ledger/memory-message-ledger.js';
import { type MessageRecord, openedRecord, withAttempts } from '../ledger/message-record.js';
import { normalise } from '../message/outbound-message.js';
import { parseSmsOptions } from '../parse-sms-options.js';
import { ProviderError } from '../providers/provider-error.js';
import type { ReceiptStatus } from '../providers/receipt-parser.js';
import type { SmsProvider } from '../providers/sms-provider.js';
import { dueMessagesOf } from '../sms.aftercare.js';
import { ManualClock } from '../testing/manual-clock.js';
import type { DueMessages } from './due-messages.js';

Logger.overrideLogger(false);

const MINUTE_MS = 60_000;

let clock: ManualClock;
let ledger: MemoryMessageLedger;
let told: SmsEvent[];
let due: DueMessages;
let found: readonly string[] | 'no answer';
let word: ReceiptStatus | undefined;
let polls: number;
let slowly: () => Promise<void>;

const provider: SmsProvider = {
  name: 'own',
  send: async () => ({ providerMessageId: undefined }),
  find: async () => {
    if (found === 'no answer')
      throw new ProviderError({ kind: 'unavailable', provider: 'own', code: 'DOWN' });
    return found;
  },
  lookUp: async (providerMessageId) => {
    polls += 1;
    await slowly();
    return word && { ...word, provider: 'own', providerMessageId, at: new Date(0) };
  },
};

beforeEach(() => {
  clock = new ManualClock();
  ledger = new MemoryMessageLedger();
  told = [];
  found = [];
  word = undefined;
  polls = 0;
  slowly = async () => {};
  const events = new SmsEvents();
  events.stream.subscribe((event) => told.push(event));
  const prices = { usdPerSegment: 0.04, byCountry: new Map() };
  const options = parseSmsOptions({ order: ['own'], providers: [provider], environment: 'test', prices });
  const providers = [provider];
  due = dueMessagesOf({
    ledger,
    schedule: new DutySchedule(providers, 2 * MINUTE_MS),
    watch: undefined,
    providers,
    candidates: [],
    options,
    events,
    clock,
    random: () => 0,
  });
  due.onApplicationBootstrap();
});

afterEach(() => due.onModuleDestroy());

/** A code that was being sent when its process ended. */
async function openMessage(id = 'm'): Promise<void> {
  const draft = {
    to: '+447400123456',
    text: 'hello',
    purpose: 'one-time-code',
    validForSeconds: 300,
  } as const;
  const message = normalise(draft, id);
  const record = openedRecord(message, ['own'], clock.wallMs(), 10_000);
  await ledger.open(record, { to: message.to.e164, text: message.text });
}

async function acceptMessage(id = 'm'): Promise<void> {
  await openMessage(id);
  const attempt = { provider: 'own', providerMessageId: `${id}-1`, status: 'accepted', segments: 1 } as const;
  const now = clock.wallMs();
  const schedule = new DutySchedule([provider], 2 * MINUTE_MS);
  await ledger.update(id, (record) => schedule.withDueAt(withAttempts(record, [attempt], now), now));
}

const record = (): Promise<MessageRecord | undefined> => ledger.find('m');

/** Longer steps would leave no room for the looks that follow from a look. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1000) await clock.advanceAsync(1000);
}

/** A long time in which every look but the last is left out. */
async function skip(ms: number): Promise<void> {
  clock.jumpWallClock(ms);
  await pass(2000);
}

describe('a message whose process ended', () => {
  it('is left alone until its send must be over, then adopted and followed', async () => {
    found = ['own-1'];
    await openMessage();
    await pass(14_000);
    expect(await record()).toMatchObject({ status: 'sending' });
    word = { status: 'delivered' };
    await pass(4000);
    expect(await record()).toMatchObject({
      status: 'delivered',
      attempts: [
        {
          provider: 'own',
          providerMessageId: 'own-1',
          status: 'delivered',
          estimatedCost: { amount: 0.04, currency: 'USD' },
        },
      ],
      contentUntil: undefined,
      dueAt: undefined,
    });
    expect(told.map((event) => 'to' in event && `${event.from} to ${event.to}`)).toEqual([
      'sending to accepted',
      'accepted to delivered',
    ]);
  });

  it('is unknown where no provider has it', async () => {
    await openMessage();
    await pass(20_000);
    expect(await record()).toMatchObject({ status: 'unknown', contentUntil: undefined, dueAt: undefined });
  });

  it('does not take for its own what another message is known by', async () => {
    found = ['m-1'];
    await acceptMessage();
    await openMessage('twin');
    await pass(20_000);
    expect(await ledger.find('twin')).toMatchObject({ status: 'unknown', attempts: [] });
  });

  it('takes for its own what it is known by itself', async () => {
    found = ['own-1'];
    await openMessage();
    await ledger.adopt('m', 'own', 'own-1');
    await pass(20_000);
    expect(await record()).toMatchObject({ status: 'accepted', attempts: [{ providerMessageId: 'own-1' }] });
  });

  it('has a copy of its own where another with the same text was lost, too', async () => {
    found = ['own-1', 'own-2'];
    await openMessage('m');
    await openMessage('twin');
    await pass(20_000);
    expect(await ledger.idOf('own', 'own-1')).toBe('m');
    expect(await ledger.idOf('own', 'own-2')).toBe('twin');
    expect((await ledger.find('m'))?.attempts).toMatchObject([{ providerMessageId: 'own-1' }]);
    expect((await ledger.find('twin'))?.attempts).toMatchObject([{ providerMessageId: 'own-2' }]);
  });

  it('is looked for again while nobody answers, and given up with its code', async () => {
    found = 'no answer';
    await openMessage();
    await pass(4 * MINUTE_MS);
    expect(await record()).toMatchObject({ status: 'sending' });
    await pass(2 * MINUTE_MS);
    expect(await record()).toMatchObject({ status: 'unknown', dueAt: undefined });
  });
});

const never = () => new Promise<void>(() => {});

describe('many messages at once', () => {
  beforeEach(async () => {
    for (let index = 0; index < 150; index += 1) await acceptMessage(`m-${index}`);
    clock.jumpWallClock(2 * MINUTE_MS);
  });

  it('are taken on without waiting for the next look, and slow ones hold up no other', async () => {
    slowly = () => (polls <= 50 ? never() : Promise.resolve());
    await pass(1000);
    expect(polls).toBe(150);
  });

  it('are a hundred at most at the same time', async () => {
    slowly = never;
    await pass(7000);
    expect(polls).toBe(100);
    await pass(3000);
    expect(polls).toBe(150);
  });
});

describe('an accepted message', () => {
  it('is asked after ever more rarely, and not for ever', async () => {
    await acceptMessage();
    await pass(2 * MINUTE_MS - 1000);
    expect(polls).toBe(0);
    await pass(3000);
    expect(polls).toBe(1);
    await pass(8 * MINUTE_MS);
    expect(polls).toBe(2);
    for (let hour = 0; hour < 72; hour += 1) await skip(3_600_000);
    expect(await record()).toMatchObject({ status: 'accepted', dueAt: undefined });
    expect(polls).toBe(6);
  });

  it('loses its text when its code dies', async () => {
    await acceptMessage();
    await pass(6 * MINUTE_MS);
    expect(await ledger.contentOf('m')).toBeUndefined();
  });

  it('is forgotten when its time is over', async () => {
    await acceptMessage();
    await skip(31 * 86_400_000);
    await pass(600_000);
    expect(await record()).toBeUndefined();
  });
});
