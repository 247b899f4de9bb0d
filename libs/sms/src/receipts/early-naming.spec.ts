import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it } from 'vitest';
import { SmsEvents } from '../events/sms.events.js';
import { DutySchedule } from '../ledger/duty-schedule.js';
import { MemoryMessageLedger } from '../ledger/memory-message-ledger.js';
import { openedRecord, withAttempts } from '../ledger/message-record.js';
import { normalise } from '../message/outbound-message.js';
import { ManualClock } from '../testing/manual-clock.js';
import { ReceiptsService } from './receipts.service.js';

Logger.overrideLogger(false);

const MESSAGE = normalise({ to: '+447400123456', text: 'hello', purpose: 'notification' }, 'm');
const ID = { provider: 'own', providerMessageId: 'own-1' };
const TAKEN = { provider: 'own', providerMessageId: 'own-9', status: 'accepted', segments: 1 } as const;
/** From the last try of a receipt that is held to the next, and a little more. */
const NEXT_TRY_MS = 25_001;

let clock: ManualClock;
let ledger: MemoryMessageLedger;
let told: string[];
let service: ReceiptsService;

beforeEach(async () => {
  clock = new ManualClock();
  ledger = new MemoryMessageLedger();
  told = [];
  const events = new SmsEvents();
  events.stream.subscribe(({ type }) => told.push(type));
  service = new ReceiptsService([], ledger, new DutySchedule([], 1000), events, clock);
  const content = { to: MESSAGE.to.e164, text: MESSAGE.text };
  await ledger.open(openedRecord(MESSAGE, ['own'], 0, 30_000), content);
  await service.receive([{ ...ID, status: 'delivered', messageId: 'm', at: new Date(0) }]);
});

describe('a receipt that names a message which is still being sent', () => {
  it('is held until it is known that its process ended, and taken in then', async () => {
    await clock.advanceAsync(300_000);
    expect([service.held, told]).toEqual([1, []]);
    await ledger.update('m', (record) => ({ ...record, status: 'unknown' }));
    await clock.advanceAsync(NEXT_TRY_MS);
    expect(await ledger.find('m')).toMatchObject({ status: 'delivered', attempts: [ID] });
    expect([service.held, clock.pending]).toEqual([0, 0]);
  });

  it('is given up when that was sent under another id', async () => {
    await clock.advanceAsync(300_000);
    expect(told).toEqual([]);
    await ledger.update('m', (record) => withAttempts(record, [TAKEN], 0));
    await clock.advanceAsync(NEXT_TRY_MS);
    expect(told).toEqual(['receipt-unmatched']);
    expect([service.held, clock.pending]).toEqual([0, 0]);
  });
});
