import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it } from 'vitest';
import { SmsEvents } from '../events/sms.events.js';
import { DutySchedule } from '../ledger/duty-schedule.js';
import { MemoryMessageLedger } from '../ledger/memory-message-ledger.js';
import { openedRecord, withAttempts } from '../ledger/message-record.js';
import { normalise } from '../message/outbound-message.js';
import { type Receipt, ReceiptNotTakenError } from '../providers/receipt-parser.js';
import { ManualClock } from '../testing/manual-clock.js';
import { ReceiptsService } from './receipts.service.js';

Logger.overrideLogger(false);

const SILENCE_MS = 5000;
const CONTENT = { to: '+447400123456', text: 'Hello' };

const silent = () => new Promise<never>(() => {});
const receiptOf = (providerMessageId: string): Receipt => {
  return { status: 'sent', provider: 'own', providerMessageId, at: new Date(0) };
};

let clock: ManualClock;
let ledger: MemoryMessageLedger;
let service: ReceiptsService;
let told: string[];

beforeEach(async () => {
  clock = new ManualClock();
  ledger = new MemoryMessageLedger();
  told = [];
  const events = new SmsEvents();
  events.stream.subscribe(({ type }) => told.push(type));
  service = new ReceiptsService([], ledger, new DutySchedule([], 1000), events, clock);
  const message = normalise({ ...CONTENT, purpose: 'notification' }, 'm');
  await ledger.open(openedRecord(message, ['own'], 0, 1), CONTENT);
  const attempt = { provider: 'own', providerMessageId: 'own-1', status: 'accepted', segments: 1 } as const;
  await ledger.update('m', (record) => withAttempts(record, [attempt], 0));
});

describe('ReceiptsService, while the ledger is silent', () => {
  it.each(['idOf', 'update'] as const)('takes it for one that failed, at %s', async (step) => {
    Object.assign(ledger, { [step]: silent });
    const refusal = new ReceiptNotTakenError('own', 'not-recorded');
    const receiving = expect(service.receive([receiptOf('own-1')])).rejects.toThrow(refusal);
    await clock.advanceAsync(SILENCE_MS);
    await receiving;
    expect([service.held, clock.pending]).toEqual([0, 0]);
  });

  it('closes within one silence, however many receipts are held, and tells of each', async () => {
    await service.receive(['a', 'b', 'c'].map(receiptOf));
    expect(service.held).toBe(3);
    ledger.idOf = silent;
    let state = 'closing';
    void service.close().then(() => {
      state = 'closed';
    });
    await clock.advanceAsync(SILENCE_MS);
    expect(state).toBe('closed');
    expect(told).toEqual(['receipt-unmatched', 'receipt-unmatched', 'receipt-unmatched']);
  });
});
