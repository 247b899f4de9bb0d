import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@standby/database';
import { KeyRing } from '../keys/key-ring.js';
import { AuditStore } from './audit.store.js';
import { type AuditAnchor, type AuditFinding, ChainCheck } from './audit-chain.js';
import { sealFindingsOf } from './audit-seal.js';

const PAGE = 1_000;

/** What a check of the whole log came to. */
export interface AuditReport {
  /** Records that were read. */
  readonly records: number;
  /** The newest record: its number, its hash, and when it was noted; undefined for an empty log. */
  readonly head: { readonly seq: number; readonly hash: string; readonly at: number } | undefined;
  /** When the oldest record was noted. */
  readonly since: number | undefined;
  /** Empty when all holds. */
  readonly findings: readonly AuditFinding[];
}

/** Checks that the audit log is what was written: nothing changed, removed, added or moved. */
@Injectable()
export class AuditCheck {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /**
   * Reads the whole log as it stands at one moment.
   *
   * @param anchors where the log ended at some time, which it has to pass through, unless that was pruned
   * @param onProgress is told now and then how many records were read
   */
  async run(
    anchors: readonly AuditAnchor[] = [],
    onProgress: (records: number) => void = () => {},
  ): Promise<AuditReport> {
    return this.database
      .transaction()
      .setAccessMode('read only')
      .setIsolationLevel('repeatable read')
      .execute((snapshot) => this.#read(new AuditStore(snapshot, this.keys), anchors, onProgress));
  }

  async #read(
    store: AuditStore,
    anchors: readonly AuditAnchor[],
    onProgress: (records: number) => void,
  ): Promise<AuditReport> {
    const ends = await store.ends();
    if (ends === undefined)
      return { records: 0, head: undefined, since: undefined, findings: [{ finding: 'seal-broken' }] };
    const check = new ChainCheck(ends, anchors);
    let records = 0;
    let since: number | undefined;
    let head: AuditReport['head'];
    for (;;) {
      const page = await store.page(head?.seq ?? 0, PAGE);
      for (const record of page) check.follow(record);
      records += page.length;
      since ??= page[0]?.at;
      head = page.at(-1) ?? head;
      onProgress(records);
      if (page.length < PAGE) break;
    }
    const findings = [...check.end(), ...sealFindingsOf(ends, this.keys)];
    if (ends.unproven_to !== null) findings.push({ finding: 'unproven', to: ends.unproven_to });
    return { records, head, since, findings };
  }
}
