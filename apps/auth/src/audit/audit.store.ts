import { Inject, Injectable } from '@nestjs/common';
import {
  type AuditChainTable,
  type AuditRecordTable,
  DATABASE,
  type Database,
  inTransaction,
} from '@standby/database';
import { KeyRing } from '../keys/key-ring.js';
import { type ChainEnds, chained, sealedTextOf, type UnchainedRecord } from './audit-chain.js';

/** The id of the only row that says where the log begins and ends. */
const CHAIN = 1;

/**
 * The audit log in the database: one chain, however many instances write. Each locks its ends first, so that they
 * take turns.
 */
@Injectable()
export class AuditStore {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** Adds records at the end, all or none. */
  async append(records: readonly UnchainedRecord[]): Promise<void> {
    await inTransaction(this.database, async (transaction) => {
      const ends = await lockedEnds(transaction);
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
      const ends = await lockedEnds(transaction);
      const kept = await transaction
        .selectFrom('audit_records')
        .select(({ fn }) => fn.min<number | null>('seq').as('seq'))
        .where('at', '>=', before)
        .executeTakeFirst();
      const lastOld = (kept?.seq ?? ends.head_seq + 1) - 1;
      const base = Math.min(lastOld, ends.base_seq + limit);
      if (base <= ends.base_seq) return 0;
      const { hash } = await transaction
        .selectFrom('audit_records')
        .select('hash')
        .where('seq', '=', base)
        .executeTakeFirstOrThrow();
      await transaction.deleteFrom('audit_records').where('seq', '<=', base).execute();
      await this.#moveEnds(transaction, { ...ends, base_seq: base, base_hash: hash });
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

  async #moveEnds(transaction: Database, ends: ChainEnds): Promise<void> {
    const { base_seq, base_hash, head_seq, head_hash } = ends;
    await transaction
      .updateTable('audit_chain')
      .set({ base_seq, base_hash, head_seq, head_hash, seal: this.keys.auditChain.of(sealedTextOf(ends)) })
      .where('id', '=', CHAIN)
      .execute();
  }
}

/** Whoever else wants the ends waits until this transaction is over. */
async function lockedEnds(transaction: Database): Promise<AuditChainTable> {
  return transaction
    .updateTable('audit_chain')
    .set({ id: CHAIN })
    .where('id', '=', CHAIN)
    .returningAll()
    .executeTakeFirstOrThrow();
}
