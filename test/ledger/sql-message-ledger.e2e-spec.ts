import { randomBytes } from 'node:crypto';
import { describeOnEachDatabase, type ScratchDatabase } from '@standby/database/testing';
import { ContentKeys, type MessageRecord } from '@standby/sms';
import { SqlMessageLedger } from '@standby/sms/sql';
import { describeMessageLedger } from '@standby/sms/testing';
import { expect, it } from 'vitest';

const former = { name: 'k-1', key: randomBytes(32) };
const current = { name: 'k-2', key: randomBytes(32) };
const CONTENT = { to: '+447400900123', text: '482913 is your Example code.' };
const RECORD: MessageRecord = {
  id: 'm',
  status: 'sending',
  purpose: 'one-time-code',
  country: 'GB',
  segments: 1,
  route: ['first'],
  attempts: [],
  watch: { state: 'off' },
  codeOutcome: undefined,
  createdAt: 0,
  settleBy: 10,
  updatedAt: 0,
  contentUntil: 100,
  dueAt: 20,
};

/** What whoever finds a copy of the database reads. */
const rowsOf = async (database: ScratchDatabase) =>
  JSON.stringify(await (await database.open()).selectFrom('sms_messages').selectAll().execute());

describeOnEachDatabase('SqlMessageLedger', (database) => {
  const open = async (...keys: ConstructorParameters<typeof ContentKeys>) =>
    new SqlMessageLedger(await database().open(), new ContentKeys(...keys));

  describeMessageLedger('SqlMessageLedger', () => open(current));

  it('writes neither the recipient nor the text in the clear, and nothing of them once they are erased', async () => {
    const ledger = await open(current);
    await ledger.open(RECORD, CONTENT);
    const kept = await rowsOf(database());
    expect(kept).toContain(`v1.${current.name}.`);
    expect(kept).not.toContain('900123');
    expect(kept).not.toContain('482913');
    await ledger.eraseContent(100);
    expect(await rowsOf(database())).not.toContain(`v1.${current.name}.`);
  });

  it('writes the id under which a provider took a message with the record that has it, or not at all', async () => {
    const ledger = await open(current);
    await ledger.open(RECORD, CONTENT);
    const taken = {
      provider: 'first',
      providerMessageId: 'first-1',
      status: 'accepted',
      segments: 1,
    } as const;
    const accepted = { ...RECORD, status: 'accepted', attempts: [taken] } as const;
    await expect(ledger.update('m', () => ({ ...accepted, updatedAt: Number.NaN }))).rejects.toThrow();
    expect(await ledger.idOf('first', 'first-1')).toBeUndefined();
    expect(await ledger.find('m')).toEqual(RECORD);
    await ledger.update('m', () => accepted);
    expect(await ledger.idOf('first', 'first-1')).toBe('m');
  });

  it('opens what a former key sealed, and goes on without the content when the key is gone', async () => {
    await (await open(former)).open(RECORD, CONTENT);
    expect(await (await open(current, former)).contentOf('m')).toEqual(CONTENT);
    const without = await open(current);
    expect(await without.contentOf('m')).toBeUndefined();
    expect(await without.find('m')).toEqual(RECORD);
  });

  it('does not open what was moved to another row', async () => {
    const ledger = await open(current);
    await ledger.open(RECORD, CONTENT);
    await ledger.open({ ...RECORD, id: 'n' }, { ...CONTENT, text: 'another' });
    const connection = await database().open();
    const { sealed_content } = await connection
      .selectFrom('sms_messages')
      .select('sealed_content')
      .where('id', '=', 'm')
      .executeTakeFirstOrThrow();
    await connection.updateTable('sms_messages').set({ sealed_content }).where('id', '=', 'n').execute();
    expect(await ledger.contentOf('n')).toBeUndefined();
  });
});
