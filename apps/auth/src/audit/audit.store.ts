import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  type AuditChainTable,
  type AuditRecordTable,
  DATABASE,
  type Database,
  inTransaction,
} from '@standby/database';
import { KeyRing } from '../keys/key-ring.js';
import {
  type AuditFinding,
  ChainCheck,
  type ChainEnds,
  chained,
  type UnchainedRecord,
} from './audit-chain.js';
import { sealFindingsOf, sealOf } from './audit-seal.js';

/** The id of the only row that says where the log begins and ends. */
const CHAIN = 1;

/**
 * The audit log in the database: one chain, however many instances write. Each locks its ends first, so that they
 * take turns. Whoever finds that what stands does not hold says so under the seal: sealing it anew would otherwise make
 * a forgery good.
 */
@Injectable()
export class AuditStore {
  readonly #logger = new Logger('Audit');

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /**
   * Adds records at the end, all or none.
   *
   * @param writing `again` when nobody knows whether the same were added before: then only if they were not
   */
  async append(records: readonly UnchainedRecord[], writing: 'first' | 'again' = 'first'): Promise<void> {
    await inTransaction(this.database, async (transaction) => {
      // Also a commit that the server is still about to make holds them.
      const ends = await this.#lockedEnds(transaction);
      if (writing === 'again' && (await holds(transaction, records))) return;
      const rows = chained(records, ends);
      const head = rows.at(-1);
      if (head === undefined) return;
      await transaction.insertInto('audit_records').values(rows).execute();
      await this.#moveEnds(transaction, { ...ends, head_seq: head.seq, head_hash: head.hash });
    });
  }

  /**
   * Forgets records noted before a time, at most `limit` of them and none that comes after one to be kept; what is left
   * can still be checked.
   *
   * @returns how many were forgotten
   */
  async prune(before: number, limit: number): Promise<number> {
    return inTransaction(this.database, async (transaction) => {
      const ends = await this.#lockedEnds(transaction);
      const kept = await transaction
        .selectFrom('audit_records')
        .select(({ fn }) => fn.min<number | null>('seq').as('seq'))
        .where('at', '>=', before)
        .executeTakeFirst();
      const lastOld = (kept?.seq ?? ends.head_seq + 1) - 1;
      const base = Math.min(lastOld, ends.base_seq + limit);
      if (base <= ends.base_seq) return 0;
      const old = transaction.selectFrom('audit_records').where('seq', '<=', base);
      const { hash } = await old.select('hash').where('seq', '=', base).executeTakeFirstOrThrow();
      const check = new ChainCheck({ ...ends, head_seq: base, head_hash: hash });
      for (const record of await old.selectAll().orderBy('seq').execute()) check.follow(record);
      const doubted = this.#toldUnproven(check.end(), Math.max(base, ends.unproven_to ?? base));
      const unproven_to = doubted ?? ends.unproven_to;
      await transaction.deleteFrom('audit_records').where('seq', '<=', base).execute();
      await this.#moveEnds(transaction, { ...ends, base_seq: base, base_hash: hash, unproven_to });
      return base - ends.base_seq;
    });
  }

  /** Where the log begins and ends; undefined when somebody removed that. */
  async ends(): Promise<AuditChainTable | undefined> {
    return this.database.selectFrom('audit_chain').selectAll().where('id', '=', CHAIN).executeTakeFirst();
  }

  /** Records in order, after one of them. */
  async page(afterSeq: number, limit: number): Promise<AuditRecordTable[]> {
    return this.database
      .selectFrom('audit_records')
      .selectAll()
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .limit(limit)
      .execute();
  }

  /** The ends, with the doubts about them. Whoever else wants them waits until this transaction is over. */
  async #lockedEnds(transaction: Database): Promise<ChainEnds> {
    const { seal, ...ends } = await transaction
      .updateTable('audit_chain')
      .set({ id: CHAIN })
      .where('id', '=', CHAIN)
      .returningAll()
      .executeTakeFirstOrThrow();
    const findings = sealFindingsOf({ ...ends, seal }, this.keys);
    return { ...ends, unproven_to: this.#toldUnproven(findings, ends.head_seq) ?? ends.unproven_to };
  }

  /** Up to which record nothing is proven, by these findings; told to whoever keeps the process's log. */
  #toldUnproven(findings: readonly AuditFinding[], to: number): number | undefined {
    const [first] = findings;
    if (first === undefined) return undefined;
    this.#logger.error({ msg: 'the audit log does not hold', ...first, unprovenTo: to });
    return to;
  }

  async #moveEnds(transaction: Database, ends: ChainEnds): Promise<void> {
    await transaction
      .updateTable('audit_chain')
      .set({ ...ends, seal: sealOf(ends, this.keys) })
      .where('id', '=', CHAIN)
      .execute();
  }
}

/** Whether the log has all of these records, one after the other. */
async function holds(database: Database, records: readonly UnchainedRecord[]): Promise<boolean> {
  const [first] = records;
  if (first === undefined) return true;
  const log = database.selectFrom('audit_records').select(['at', 'event', 'record']).orderBy('seq');
  const { at, event, record } = first;
  const starts = database.selectFrom('audit_records').select('seq').where('at', '=', at);
  for (const { seq } of await starts.where('event', '=', event).where('record', '=', record).execute()) {
    const found = await log.where('seq', '>=', seq).limit(records.length).execute();
    if (found.length === records.length && found.every((one, index) => isSame(one, records[index])))
      return true;
  }
  return false;
}

function isSame({ at, event, record }: UnchainedRecord, other: UnchainedRecord | undefined): boolean {
  return at === other?.at && event === other.event && record === other.record;
}
