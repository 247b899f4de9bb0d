import { beforeEach, describe, expect, it } from 'vitest';
import type { MessageAttempt } from '../ledger/message-attempt.js';
import type { MessageLedger } from '../ledger/message-ledger.js';
import type { MessageRecord } from '../ledger/message-record.js';
import type { Watch } from '../ledger/watch.js';
import { describeLedgerTimes } from './describe-ledger-times.js';
import { describeProviderIds } from './describe-provider-ids.js';

const NOW = Date.UTC(2030, 0, 1);
const CONTENT = { to: '+447400900123', text: '482913 is your Example code.' };
const ATTEMPT: MessageAttempt = {
  provider: 'first',
  providerMessageId: 'provider-1',
  status: 'accepted',
  reason: 'first-choice',
  tookMs: 12,
  segments: 2,
  estimatedCost: { amount: 0.1, currency: 'USD' },
  acceptedAt: NOW + 12,
};
const REFUSED: MessageAttempt = {
  provider: 'second',
  status: 'failed',
  reason: 'after-failure',
  tookMs: 3,
  kind: 'route-refused',
  code: '21408',
  segments: 2,
};

const recordOf = (id: string, change: Partial<MessageRecord> = {}): MessageRecord => ({
  id,
  status: 'sending',
  purpose: 'one-time-code',
  country: 'GB',
  segments: 2,
  route: ['first', 'second'],
  attempts: [],
  watch: { state: 'off' },
  codeOutcome: undefined,
  createdAt: NOW,
  settleBy: NOW + 10_000,
  updatedAt: NOW,
  contentUntil: NOW + 300_000,
  dueAt: NOW + 15_000,
  ...change,
});

const settled = (record: MessageRecord): MessageRecord => ({
  ...record,
  status: 'accepted',
  attempts: [REFUSED, ATTEMPT],
  updatedAt: NOW + 50,
  dueAt: undefined,
});

/** The attempts of the record, and one that says how many there were. */
const withOneMore = (record: MessageRecord): MessageRecord => ({
  ...record,
  attempts: [...record.attempts, { ...REFUSED, tookMs: record.attempts.length }],
});

/**
 * Declares the tests that every message ledger passes. Call it in a spec file of vitest.
 *
 * @param open gives a ledger for each test, empty; called again in the same test, another connection to the same one
 */
export function describeMessageLedger(name: string, open: () => Promise<MessageLedger>): void {
  describe(`${name} as a message ledger`, () => {
    let ledger: MessageLedger;

    beforeEach(async () => {
      ledger = await open();
    });

    it('keeps a message whole, for every connection, and knows no other', async () => {
      await ledger.open(recordOf('m', { replaces: 'l' }), CONTENT);
      const other = await open();
      expect(await other.find('m')).toEqual(recordOf('m', { replaces: 'l' }));
      expect(await other.contentOf('m')).toEqual(CONTENT);
      expect(await other.find('n')).toBeUndefined();
      expect(await other.contentOf('n')).toBeUndefined();
    });

    it('keeps what it knows when a message is opened twice', async () => {
      await ledger.open(recordOf('m'), CONTENT);
      await ledger.update('m', settled);
      await ledger.open(recordOf('m', { country: 'FR' }), { ...CONTENT, text: 'other' });
      expect(await ledger.find('m')).toEqual(settled(recordOf('m')));
      expect(await ledger.contentOf('m')).toEqual(CONTENT);
    });

    it('changes a record by its rule and tells both', async () => {
      await ledger.open(recordOf('m'), CONTENT);
      const before = recordOf('m');
      expect(await ledger.update('m', settled)).toEqual({ change: 'made', before, after: settled(before) });
      const cost = { amount: 0.0075, currency: 'USD' };
      const delivered = (record: MessageRecord): MessageRecord => ({
        ...record,
        status: 'delivered',
        attempts: record.attempts.with(1, { ...ATTEMPT, status: 'delivered', heardAfterMs: 900, cost }),
      });
      await ledger.update('m', delivered);
      expect(await ledger.find('m')).toEqual(delivered(settled(before)));
    });

    it.each<Watch>([
      { state: 'armed', silentAt: NOW + 20_000 },
      { state: 'armed', silentAt: undefined },
      { state: 'resending', cause: 'silent', since: NOW, settleBy: NOW + 10_000 },
      { state: 'spent', why: 'no-budget' },
    ])('keeps a watch that is $state', async (watch) => {
      await ledger.open(recordOf('m'), CONTENT);
      await ledger.update('m', (record) => ({ ...record, watch }));
      expect(await ledger.find('m')).toEqual(recordOf('m', { watch }));
    });

    it('keeps what came of a code, and whether providers were told', async () => {
      const report = { state: 'due', at: NOW + 30_000, tries: 1 } as const;
      const codeOutcome = { outcome: 'verified', at: NOW + 9000, report } as const;
      await ledger.open(recordOf('m'), CONTENT);
      await ledger.update('m', (record) => ({ ...record, codeOutcome }));
      expect(await ledger.find('m')).toEqual(recordOf('m', { codeOutcome }));
    });

    it('says when a rule changes nothing, and when there is no record', async () => {
      await ledger.open(recordOf('m'), CONTENT);
      expect(await ledger.update('m', () => undefined)).toEqual({ change: 'none', record: recordOf('m') });
      expect(await ledger.update('n', settled)).toEqual({ change: 'no-record' });
    });

    it('lets concurrent changes of a message take turns, over any number of connections', async () => {
      await ledger.open(recordOf('m'), CONTENT);
      const ledgers = [ledger, await open(), await open()];
      await Promise.all(
        ledgers.flatMap((each) => Array.from({ length: 5 }, () => each.update('m', withOneMore))),
      );
      const { attempts = [] } = (await ledger.find('m')) ?? {};
      expect(attempts.map(({ tookMs }) => tookMs)).toEqual(Array.from({ length: 15 }, (_, index) => index));
    });

    it('finds the latest message by the id its provider gave it', async () => {
      for (const id of ['a', 'b']) {
        await ledger.open(recordOf(id), CONTENT);
        await ledger.update(id, settled);
      }
      expect(await ledger.idOf('first', 'provider-1')).toBe('b');
      expect(await ledger.idOf('second', 'provider-1')).toBeUndefined();
      expect(await ledger.idOf('first', 'provider-2')).toBeUndefined();
    });

    it('keeps the text of a message that was accepted without an id, and finds it by one that comes later', async () => {
      const { providerMessageId: _, ...withoutId } = ATTEMPT;
      await ledger.open(recordOf('m'), CONTENT);
      await ledger.update('m', (record) => ({ ...settled(record), attempts: [withoutId] }));
      expect((await ledger.find('m'))?.attempts).toEqual([withoutId]);
      expect(await ledger.contentOf('m')).toEqual(CONTENT);
      expect(await ledger.idOf('first', 'provider-1')).toBeUndefined();
      await ledger.update('m', settled);
      expect(await ledger.idOf('first', 'provider-1')).toBe('m');
    });

    it('erases recipient and text with the record that gives them up', async () => {
      await ledger.open(recordOf('m'), CONTENT);
      await ledger.update('m', (record) => ({ ...record, contentUntil: undefined }));
      expect(await ledger.contentOf('m')).toBeUndefined();
    });

    describeLedgerTimes(open);
    describeProviderIds(open);
  });
}
