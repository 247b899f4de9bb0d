import { Logger } from '@nestjs/common';
import type { Database } from '@standby/database';
import { describeOnEachDatabase } from '@standby/database/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { KeyRing } from '../keys/key-ring.js';
import { AuditStore } from './audit.store.js';
import type { AuditFinding } from './audit-chain.js';
import { AuditCheck } from './audit-check.js';

const SERVICE = new KeyRing('the secret');
const GUESS = new KeyRing('a guessed secret');
const records = (...times: number[]) =>
  times.map((at) => ({ at, event: 'code-wrong', record: `{"at":${at}}` }));

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(true));
afterEach(() => vi.restoreAllMocks());

describeOnEachDatabase('an audit log that somebody without the key wrote anew', (scratch) => {
  let database: Database;
  let service: AuditStore;

  beforeEach(async () => {
    database = await scratch().open();
    service = new AuditStore(database, SERVICE);
    await service.append(records(1, 2, 3, 4, 5));
  });

  const findings = async (): Promise<readonly AuditFinding[]> =>
    (await new AuditCheck(database, SERVICE).run()).findings;
  const set = (change: {
    seal?: string;
    unproven_to?: number | null;
    head_seq?: number;
    head_hash?: string;
  }) => database.updateTable('audit_chain').set(change).execute();
  /** Makes a chain that holds, and a seal that is as good as can be without the key. */
  const forge = async (...times: number[]) => {
    const seal = (await service.ends())?.seal ?? '';
    await database.deleteFrom('audit_records').execute();
    const empty = { base_seq: 0, base_hash: '', head_seq: 0, head_hash: '', unproven_to: null, seal: '' };
    await database.updateTable('audit_chain').set(empty).execute();
    if (times.length > 0) await new AuditStore(database, GUESS).append(records(...times));
    await set({ seal });
  };

  it('is told by the check when the service has written to it since, and sealed it', async () => {
    await forge(1, 2, 3);
    await service.append(records(6));
    await service.append(records(7, 8));
    expect(await findings()).toEqual([{ finding: 'unproven', to: 3 }]);
  });

  it('is told in the log of the process, once', async () => {
    const error = vi.spyOn(Logger.prototype, 'error');
    await forge(1, 2, 3);
    await service.append(records(6));
    await service.append(records(7));
    const line = { msg: 'the audit log does not hold', finding: 'seal-broken', unprovenTo: 3 };
    expect(error.mock.calls).toEqual([[line]]);
  });

  it('is told when all of it was removed', async () => {
    await forge();
    await service.append(records(6));
    expect(await findings()).toEqual([{ finding: 'unproven', to: 0 }]);
  });

  it('is told when the seal is under a key that is not known, or is none', async () => {
    await forge(1, 2, 3);
    await set({ seal: GUESS.auditChain.of('whatever') });
    await service.append(records(6));
    expect(await findings()).toEqual([{ finding: 'unproven', to: 3 }]);
    await set({ seal: '' });
    await service.append(records(7));
    expect(await findings()).toEqual([{ finding: 'unproven', to: 4 }]);
  });

  it('is told when the forged records were pruned since, and the log was written to', async () => {
    await forge(1, 2, 3);
    expect(await service.prune(10, 2)).toBe(2);
    expect(await service.prune(10, 10)).toBe(1);
    expect(await findings()).toEqual([{ finding: 'unproven', to: 3 }]);
    await service.append(records(6));
    expect(await findings()).toEqual([{ finding: 'unproven', to: 3 }]);
  });

  it('is told to its end when of the forged records those that were pruned did not even make a chain', async () => {
    await forge(1, 2, 3);
    await database.updateTable('audit_records').set({ at: 0 }).where('seq', '=', 1).execute();
    expect(await service.prune(2, 10)).toBe(1);
    expect(await findings()).toEqual([{ finding: 'unproven', to: 3 }]);
  });

  it('is told again when it is made to look as if that had never been found', async () => {
    await forge(1, 2, 3);
    await service.append(records(6));
    await set({ unproven_to: null });
    expect(await findings()).toEqual([{ finding: 'seal-broken' }]);
    await service.append(records(7));
    expect(await findings()).toEqual([{ finding: 'unproven', to: 4 }]);
  });

  it('is told when records were made old, so that the service pruned them', async () => {
    await database.updateTable('audit_records').set({ at: 0 }).where('seq', '<', 4).execute();
    expect(await service.prune(1, 10)).toBe(3);
    expect(await findings()).toEqual([{ finding: 'unproven', to: 3 }]);
  });

  it('is told when records were removed from among those that the service pruned', async () => {
    await database.deleteFrom('audit_records').where('seq', '=', 2).execute();
    expect(await service.prune(4, 10)).toBe(3);
    expect(await findings()).toEqual([{ finding: 'unproven', to: 3 }]);
  });

  it('takes records all the same, and is not told of where nobody forged anything', async () => {
    await service.append(records(6));
    expect(await service.prune(3, 10)).toBe(2);
    await new AuditStore(database, new KeyRing('the next secret', 'the secret')).append(records(7));
    expect((await service.ends())?.unproven_to).toBeNull();
    await forge(1, 2);
    await service.append(records(8));
    expect(await service.page(2, 10)).toMatchObject([{ seq: 3, at: 8 }]);
  });
});
