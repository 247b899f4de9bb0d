import { beforeEach, describe, expect, it } from 'vitest';
import type { MessageLedger } from '../ledger/message-ledger.js';
import type { MessageRecord } from '../ledger/message-record.js';
import { recordOf } from './record-of.js';

const NOW = Date.UTC(2030, 0, 1);
const CONTENT = { to: '+447400900123', text: '482913 is your Example code.' };
const ATTEMPT = {
  provider: 'first',
  providerMessageId: 'provider-1',
  status: 'accepted',
  segments: 1,
} as const;

const sentNow = (changes: Partial<MessageRecord>): MessageRecord =>
  recordOf({ createdAt: NOW, settleBy: NOW + 10_000, contentUntil: NOW + 300_000, ...changes });

/** Declares what every ledger does when a time has come; a part of `describeMessageLedger`. */
export function describeLedgerTimes(open: () => Promise<MessageLedger>): void {
  describe('the times of a message', () => {
    let ledger: MessageLedger;

    beforeEach(async () => {
      ledger = await open();
    });

    it('takes times with fractions of a millisecond, and finds nothing due before its time', async () => {
      await ledger.open(sentNow({ id: 'm' }), CONTENT);
      const odd = { dueAt: NOW + 1.5, contentUntil: NOW + 1.5, updatedAt: NOW + 0.5 };
      await ledger.update('m', (record) => ({ ...record, ...odd }));
      const dueBy = async (now: number) =>
        (await ledger.claimDue({ now, leaseEndsAt: now + 1000, limit: 1 })).map(({ id }) => id);
      expect([await dueBy(NOW + 1), await dueBy(NOW + 2)]).toEqual([[], ['m']]);
    });

    it('erases recipients and texts whose time is over, and no others', async () => {
      await ledger.open(sentNow({ id: 'dead', contentUntil: NOW }), CONTENT);
      await ledger.open(sentNow({ id: 'alive', contentUntil: NOW + 1 }), CONTENT);
      await ledger.eraseContent(NOW);
      expect(await ledger.contentOf('dead')).toBeUndefined();
      expect(await ledger.find('dead')).toEqual(sentNow({ id: 'dead', contentUntil: undefined }));
      expect(await ledger.contentOf('alive')).toEqual(CONTENT);
    });

    it('gives due messages to one of many claimers, the longest due first, and again when the lease ends', async () => {
      const ids = Array.from({ length: 12 }, (_, index) => `m-${String(index).padStart(2, '0')}`);
      for (const [index, id] of ids.entries())
        await ledger.open(sentNow({ id, dueAt: NOW + index }), CONTENT);
      await ledger.open(sentNow({ id: 'later', dueAt: NOW + 1000 }), CONTENT);
      await ledger.open(sentNow({ id: 'never', dueAt: undefined }), CONTENT);
      const claim = { now: NOW + 100, leaseEndsAt: NOW + 500, limit: 3 };
      expect((await ledger.claimDue(claim)).map(({ id }) => id).toSorted()).toEqual(ids.slice(0, 3));

      const ledgers = [ledger, await open(), await open(), await open()];
      const shares = await Promise.all(ledgers.map((each) => each.claimDue(claim)));
      const claimed = shares.flat().map(({ id }) => id);
      expect(new Set(claimed).size).toBe(claimed.length);
      while (claimed.length < 9) {
        const more = await ledger.claimDue(claim);
        expect(more).not.toEqual([]);
        claimed.push(...more.map(({ id }) => id));
      }
      expect(claimed.toSorted()).toEqual(ids.slice(3));
      expect(await ledger.claimDue(claim)).toEqual([]);

      const afterwards = await ledger.claimDue({ now: NOW + 500, leaseEndsAt: NOW + 900, limit: 100 });
      expect(afterwards.map(({ id }) => id).toSorted()).toEqual(ids);
    });

    const latestIds = async (limit: number) =>
      (await ledger.latest({ after: NOW - 4, until: NOW - 1, limit })).map(({ id }) => id);

    it('lists the latest messages of a time, up to a number', async () => {
      for (const age of [0, 1, 2, 3, 4])
        await ledger.open(sentNow({ id: `m-${age}`, createdAt: NOW - age }), CONTENT);
      expect(await latestIds(10)).toEqual(['m-1', 'm-2', 'm-3']);
      expect(await latestIds(2)).toEqual(['m-1', 'm-2']);
    });

    it('forgets what is older, and nothing else', async () => {
      await ledger.open(sentNow({ id: 'old', createdAt: NOW - 1 }), CONTENT);
      await ledger.update('old', (record) => ({ ...record, attempts: [ATTEMPT] }));
      await ledger.open(sentNow({ id: 'young' }), CONTENT);
      await ledger.forget(NOW);
      expect(await ledger.find('old')).toBeUndefined();
      expect(await ledger.idOf('first', 'provider-1')).toBeUndefined();
      expect(await ledger.find('young')).toEqual(sentNow({ id: 'young' }));
    });
  });
}
