import { beforeEach, describe, expect, it } from 'vitest';
import type { MessageLedger, RecordRule } from '../ledger/message-ledger.js';
import { openedRecord } from '../ledger/message-record.js';
import { normalise } from '../message/outbound-message.js';

const TO = '+447400900123';
const ID = 'provider-1';

/** Takes a message as accepted, unless it is already: of many such changes one is made. */
const acceptedAs =
  (providerMessageId: string): RecordRule =>
  (record) => {
    if (record.status !== 'sending') return undefined;
    const attempt = { provider: 'first', providerMessageId, status: 'accepted', segments: 1 } as const;
    return { ...record, status: 'accepted', attempts: [attempt] };
  };

/** Keeps messages that are being sent. */
async function openMessages(ledger: MessageLedger, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const message = normalise({ to: TO, text: 'hello', purpose: 'notification' }, id);
    await ledger.open(openedRecord(message, ['first'], 0, 10_000), { to: TO, text: message.text });
  }
}

/** Declares what every ledger does with the ids of providers; a part of `describeMessageLedger`. */
export function describeProviderIds(open: () => Promise<MessageLedger>): void {
  describe('the id of a provider', () => {
    let ledger: MessageLedger;
    let ledgers: MessageLedger[];

    beforeEach(async () => {
      ledger = await open();
      ledgers = [ledger, ledger, ledger, await open(), await open(), await open()];
    });

    it('is known where its record has it, and not of a change that came to nothing', async () => {
      await openMessages(ledger, ['m']);
      const ids = ledgers.map((_, index) => `provider-${index}`);
      await Promise.all(ledgers.map((each, index) => each.update('m', acceptedAs(`provider-${index}`))));
      const known: string[] = [];
      for (const id of ids) if ((await ledger.idOf('first', id)) !== undefined) known.push(id);
      const { attempts = [] } = (await ledger.find('m')) ?? {};
      expect(known).toEqual(attempts.map(({ providerMessageId }) => providerMessageId));
      expect(known).toHaveLength(1);
    });

    it('is adopted by one of many messages, for good', async () => {
      const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
      await openMessages(ledger, ids);
      const adopted = await Promise.all(
        ledgers.map((each, index) => each.adopt(ids[index] ?? 'a', 'first', ID)),
      );
      expect(adopted.filter(Boolean)).toEqual([true]);
      const [adopter = 'none'] = ids.filter((_, index) => adopted[index]);
      expect(await ledger.idOf('first', ID)).toBe(adopter);
      expect(await ledger.adopt(adopter, 'first', ID)).toBe(true);
      expect(await ledger.adopt('a', 'second', ID)).toBe(true);
      expect(await ledger.adopt('b', 'first', 'provider-2')).toBe(true);
    });

    it('means the message that was accepted under it, and not one that adopted it before', async () => {
      await openMessages(ledger, ['a', 'b']);
      expect(await ledger.adopt('b', 'first', ID)).toBe(true);
      await ledger.update('a', acceptedAs(ID));
      expect(await ledger.idOf('first', ID)).toBe('a');
      expect(await ledger.adopt('b', 'first', ID)).toBe(false);
      await ledger.update('b', (record) => ({ ...record, updatedAt: 1 }));
      expect(await ledger.idOf('first', ID)).toBe('a');
    });
  });
}
