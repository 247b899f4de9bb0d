import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it } from 'vitest';
import { type SmsEvent, SmsEvents } from '../events/sms.events.js';
import { DutySchedule } from '../ledger/duty-schedule.js';
import { MemoryMessageLedger } from '../ledger/memory-message-ledger.js';
import type { MessageAttempt } from '../ledger/message-attempt.js';
import { openedRecord, withAttempts } from '../ledger/message-record.js';
import { normalise } from '../message/outbound-message.js';
import {
  type Receipt,
  ReceiptNotTakenError,
  ReceiptRefusedError,
  type ReceiptStatus,
} from '../providers/receipt-parser.js';
import { ManualClock } from '../testing/manual-clock.js';
import { ReceiptsService, UnknownReceiptProviderError } from './receipts.service.js';

Logger.overrideLogger(false);

const MESSAGE = normalise({ to: '+447400123456', text: 'hello', purpose: 'notification' }, 'm');
const CONTENT = { to: MESSAGE.to.e164, text: MESSAGE.text };
const TAKEN = { provider: 'own', status: 'accepted', segments: 1 } as const;
const CALL = { headers: {}, body: '', path: '/v1/receipts/own' };

let clock: ManualClock;
let ledger: MemoryMessageLedger;
let told: SmsEvent[];
let service: ReceiptsService;
let said: readonly Receipt[] | ReceiptRefusedError;

const parser = {
  provider: 'own',
  parse: async () => {
    if (said instanceof ReceiptRefusedError) throw said;
    return said;
  },
};
const receiptOf = (status: ReceiptStatus): Receipt => ({
  ...status,
  provider: 'own',
  providerMessageId: 'own-1',
  at: new Date(0),
});

beforeEach(() => {
  clock = new ManualClock();
  ledger = new MemoryMessageLedger();
  told = [];
  const events = new SmsEvents();
  events.stream.subscribe((event) => told.push(event));
  service = new ReceiptsService([parser], ledger, new DutySchedule([], 1000), events, clock);
});

async function acceptMessage(): Promise<void> {
  await ledger.open(openedRecord(MESSAGE, ['own'], 0, 1), CONTENT);
  await ledger.update('m', (record) => withAttempts(record, [{ ...TAKEN, providerMessageId: 'own-1' }], 0));
}

/** Lets a step of the ledger fail until what is returned is called. */
function breakLedger(step: 'idOf' | 'update'): () => void {
  const [idOf, update] = [ledger.idOf.bind(ledger), ledger.update.bind(ledger)];
  ledger[step] = async (): Promise<never> => {
    throw new Error('57P01');
  };
  return () => Object.assign(ledger, { idOf, update });
}

/** One of a provider that was told our id of the message. */
const named = (status: ReceiptStatus, provider = 'own'): Receipt => ({
  ...receiptOf(status),
  provider,
  messageId: 'm',
});
/** Keeps a message with one attempt; without it, as one whose process ended over it. */
async function openMessage(attempt?: MessageAttempt): Promise<void> {
  await ledger.open(openedRecord(MESSAGE, ['own'], 0, 1), CONTENT);
  await ledger.update('m', (record) =>
    attempt === undefined ? { ...record, status: 'unknown' } : withAttempts(record, [attempt], 0),
  );
}

const types = () => told.map(({ type }) => type);

describe('ReceiptsService', () => {
  it('moves the record a receipt is about and tells of it once, however often it comes', async () => {
    await acceptMessage();
    said = [
      receiptOf({ status: 'delivered' }),
      receiptOf({ status: 'sent' }),
      receiptOf({ status: 'delivered' }),
    ];
    await service.take('own', CALL);
    await service.take('own', CALL);
    expect(await ledger.find('m')).toMatchObject({ status: 'delivered' });
    expect(told).toMatchObject([{ type: 'message-status-changed', from: 'accepted', to: 'delivered' }]);
  });

  it('holds a receipt that is faster than the answer to the send', async () => {
    said = [receiptOf({ status: 'sent' })];
    await service.take('own', CALL);
    expect(service.held).toBe(1);
    await acceptMessage();
    await clock.advanceAsync(1001);
    expect(await ledger.find('m')).toMatchObject({ status: 'sent' });
    expect(service.held).toBe(0);
  });

  it('holds a receipt whose message is known by an id that its record does not have yet', async () => {
    await ledger.open(openedRecord(MESSAGE, ['own'], 0, 1), CONTENT);
    ledger.idOf = async () => 'm';
    said = [receiptOf({ status: 'undelivered', kind: 'opted-out', code: '21610' })];
    await service.take('own', CALL);
    expect(service.held).toBe(1);
    await acceptMessage();
    await clock.advanceAsync(1001);
    expect(await ledger.find('m')).toMatchObject({
      status: 'undelivered',
      attempts: [{ kind: 'opted-out' }],
    });
    expect(service.held).toBe(0);
  });

  it('gives up on a receipt that matches no message, and says so', async () => {
    said = [receiptOf({ status: 'sent' })];
    await service.take('own', CALL);
    await clock.advanceAsync(30_000);
    expect(types()).toEqual([]);
    await clock.advanceAsync(2000);
    expect(told).toEqual([{ type: 'receipt-unmatched', provider: 'own', providerMessageId: 'own-1' }]);
    expect([service.held, clock.pending]).toEqual([0, 0]);
  });

  it.each(['idOf', 'update'] as const)(
    'passes on that the ledger failed at %s, and holds nothing',
    async (step) => {
      await acceptMessage();
      const repair = breakLedger(step);
      said = [
        receiptOf({ status: 'sent' }),
        { ...receiptOf({ status: 'sent' }), providerMessageId: 'other' },
      ];
      await expect(service.take('own', CALL)).rejects.toThrow(
        new ReceiptNotTakenError('own', 'not-recorded'),
      );
      expect([service.held, clock.pending]).toEqual([0, 0]);
      repair();
      await service.take('own', CALL);
      expect(await ledger.find('m')).toMatchObject({ status: 'sent' });
      expect(service.held).toBe(1);
    },
  );

  it('holds nothing of a call that is to be made again, and tells of it once', async () => {
    await acceptMessage();
    const stranger = { ...receiptOf({ status: 'unknown', code: 'odd' }), providerMessageId: 'other' };
    said = [stranger, receiptOf({ status: 'sent' })];
    const repair = breakLedger('update');
    await expect(service.take('own', CALL)).rejects.toThrow(ReceiptNotTakenError);
    expect([service.held, told]).toEqual([0, []]);
    repair();
    await service.take('own', CALL);
    expect(service.held).toBe(1);
    expect(types()).toEqual(['message-status-changed', 'receipt-not-understood']);
  });

  it('keeps a receipt that it holds for as long as the ledger fails', async () => {
    said = [receiptOf({ status: 'sent' })];
    await service.take('own', CALL);
    await acceptMessage();
    const repair = breakLedger('idOf');
    await clock.advanceAsync(3_600_000);
    expect([service.held, types()]).toEqual([1, []]);
    repair();
    await clock.advanceAsync(25_001);
    expect(await ledger.find('m')).toMatchObject({ status: 'sent' });
    expect(service.held).toBe(0);
  });

  it('tells of a word nobody knows and changes nothing', async () => {
    await acceptMessage();
    said = [receiptOf({ status: 'unknown', code: 'odd' })];
    await service.take('own', CALL);
    expect(told).toMatchObject([{ type: 'receipt-not-understood', code: 'odd' }]);
    expect(await ledger.find('m')).toMatchObject({ status: 'accepted' });
  });

  it('passes a refusal on and tells of it', async () => {
    said = new ReceiptRefusedError('own', 'stale');
    await expect(service.take('own', CALL)).rejects.toBe(said);
    expect(told).toEqual([{ type: 'receipt-refused', provider: 'own', refusal: 'stale' }]);
  });

  it('knows only the providers that are configured to report', async () => {
    await expect(service.take('other', CALL)).rejects.toBeInstanceOf(UnknownReceiptProviderError);
  });

  it('tries what it holds once more when it is closed, and then holds nothing', async () => {
    said = [receiptOf({ status: 'sent' }), { ...receiptOf({ status: 'sent' }), providerMessageId: 'other' }];
    await service.take('own', CALL);
    await acceptMessage();
    await service.close();
    expect(await ledger.find('m')).toMatchObject({ status: 'sent' });
    expect(told.at(-1)).toEqual({ type: 'receipt-unmatched', provider: 'own', providerMessageId: 'other' });
    expect([service.held, clock.pending]).toEqual([0, 0]);
  });
});

describe('a receipt that names our message', () => {
  it('brings the id that did not arrive with the answer', async () => {
    await openMessage(TAKEN);
    said = [named({ status: 'sent' }), named({ status: 'delivered' })];
    await service.take('own', CALL);
    expect(await ledger.find('m')).toMatchObject({
      status: 'delivered',
      attempts: [{ provider: 'own', providerMessageId: 'own-1', status: 'delivered' }],
    });
    expect(types()).toEqual(['message-status-changed', 'message-status-changed']);
  });

  it('tells that a message was taken whose process ended over it', async () => {
    await openMessage();
    said = [named({ status: 'delivered' })];
    await service.take('own', CALL);
    expect(await ledger.find('m')).toMatchObject({
      status: 'delivered',
      attempts: [{ providerMessageId: 'own-1' }],
    });
  });

  it.each([
    ['is still being sent', async () => ledger.open(openedRecord(MESSAGE, ['own'], 0, 1), CONTENT), 'own'],
    ['was taken under another id', () => openMessage({ ...TAKEN, providerMessageId: 'own-9' }), 'own'],
    ['was never to go that way', () => openMessage(), 'another'],
    ['is nobody’s', async () => {}, 'own'],
  ])('changes nothing of one that %s', async (_, open, provider) => {
    await open();
    const before = await ledger.find('m');
    said = [named({ status: 'delivered' }, provider)];
    await service.take('own', CALL);
    expect(await ledger.find('m')).toEqual(before);
    expect(service.held).toBe(1);
  });
});
