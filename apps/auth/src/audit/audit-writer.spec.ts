import { Logger } from '@nestjs/common';
import { DatabaseUnavailableError } from '@standby/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRequestScope } from '../http/request-scope.js';
import { MovedClock, PHONE_NUMBER } from '../testing/auth-app.js';
import type { AuditStore } from './audit.store.js';
import type { UnchainedRecord } from './audit-chain.js';
import { AuditWriter } from './audit-writer.js';

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(true));

/** Takes records, or is away. */
class Shelf implements Pick<AuditStore, 'append'> {
  state: 'open' | 'away' | 'unconfirmed' = 'open';
  readonly writings: string[] = [];
  readonly batches: (readonly UnchainedRecord[])[] = [];

  async append(records: readonly UnchainedRecord[], writing = 'first'): Promise<void> {
    this.writings.push(writing);
    if (this.state !== 'away') this.batches.push(records);
    if (this.state !== 'open') throw new DatabaseUnavailableError('away');
  }

  get records(): readonly UnchainedRecord[] {
    return this.batches.flat();
  }
}

function writerOn(shelf: Shelf) {
  const clock = new MovedClock();
  return { writer: new AuditWriter(shelf, clock), clock };
}

const wrong = (attemptsLeft: number) =>
  ({ event: 'code-wrong', challenge: 'name', phoneNumber: PHONE_NUMBER, attemptsLeft }) as const;

describe('AuditWriter', () => {
  it('writes what was noted, in order, when it was noted, with the number masked', async () => {
    const shelf = new Shelf();
    const { writer, clock } = writerOn(shelf);
    writer.note(wrong(2));
    clock.advance(1);
    writer.note({ event: 'account-opened', accountId: 'a', phoneNumber: PHONE_NUMBER });
    await writer.flush();
    expect(shelf.batches).toHaveLength(1);
    expect(shelf.records.map(({ at, event }) => [at - clock.now(), event])).toEqual([
      [-1_000, 'code-wrong'],
      [0, 'account-opened'],
    ]);
    expect(JSON.parse(shelf.records[0]?.record ?? '')).toEqual({
      challenge: 'name',
      phoneNumber: '+********0123',
      attemptsLeft: 2,
    });
  });

  it('writes many at a time', async () => {
    const shelf = new Shelf();
    const { writer } = writerOn(shelf);
    for (let count = 0; count < 1_200; count += 1) writer.note(wrong(count));
    await writer.flush();
    expect(shelf.batches.map(({ length }) => length)).toEqual([500, 500, 200]);
  });

  it('keeps what it cannot write, and loses none of it and no order', async () => {
    const shelf = new Shelf();
    const { writer } = writerOn(shelf);
    shelf.state = 'away';
    writer.note(wrong(2));
    await writer.flush();
    writer.note(wrong(1));
    shelf.state = 'open';
    await writer.flush();
    expect(shelf.records.map(({ record }) => JSON.parse(record).attemptsLeft)).toEqual([2, 1]);
  });

  it('writes again what it got no word of, and nothing else with it', async () => {
    const shelf = new Shelf();
    const { writer } = writerOn(shelf);
    shelf.state = 'unconfirmed';
    writer.note(wrong(2));
    await writer.flush();
    writer.note(wrong(1));
    shelf.state = 'open';
    await writer.flush();
    const attemptsLeft = shelf.batches.map((batch) =>
      batch.map(({ record }) => JSON.parse(record).attemptsLeft),
    );
    expect(attemptsLeft).toEqual([[2], [2], [1]]);
    expect(shelf.writings).toEqual(['first', 'again', 'first']);
  });

  it('holds ten thousand, and then records how many it could not', async () => {
    const shelf = new Shelf();
    const { writer } = writerOn(shelf);
    shelf.state = 'away';
    for (let count = 0; count < 10_007; count += 1) writer.note(wrong(count));
    shelf.state = 'open';
    await writer.flush();
    expect(shelf.records).toHaveLength(10_001);
    expect(shelf.records.at(-1)).toMatchObject({ event: 'records-lost', record: '{"count":7}' });
  });

  it('says of no request that it lost records, whichever it was that had them written', async () => {
    const shelf = new Shelf();
    const { writer } = writerOn(shelf);
    for (let count = 0; count < 10_001; count += 1) writer.note(wrong(count));
    const scope = { requestId: 'of somebody', network: '203.0.113.0/24' };
    await new Promise<void>((resolve) => inRequestScope(scope, () => void writer.flush().then(resolve)));
    expect(shelf.records.at(-1)).toMatchObject({ event: 'records-lost', record: '{"count":1}' });
  });

  it('writes the last of it at the shutdown', async () => {
    const shelf = new Shelf();
    const { writer } = writerOn(shelf);
    writer.note(wrong(0));
    await writer.onApplicationShutdown();
    expect(shelf.records).toHaveLength(1);
  });
});
