import { createHash } from 'node:crypto';
import type { AuditChainTable, AuditRecordTable } from '@standby/database';

/** An event as it is kept, before it has its place in the chain. */
export type UnchainedRecord = Pick<AuditRecordTable, 'at' | 'event' | 'record'>;

/** Where the log begins and ends, without the seal over it. */
export type ChainEnds = Omit<AuditChainTable, 'id' | 'seal'>;

/** What is wrong with a log. */
export type AuditFinding =
  /** Records are not there any more. */
  | { readonly finding: 'missing'; readonly from: number; readonly to: number }
  /** A record is not what it was, or not where it was. */
  | { readonly finding: 'altered'; readonly seq: number }
  /** A record lies outside of where the log begins and ends. */
  | { readonly finding: 'surplus'; readonly seq: number }
  /** The newest record is not the one the log ended with. */
  | { readonly finding: 'head-differs' }
  /** The log once ended with another record here, or further on than it does now. */
  | { readonly finding: 'anchor-differs'; readonly seq: number }
  /** Where the log begins and ends was changed by somebody without the key. */
  | { readonly finding: 'seal-broken' }
  /** The key of the seal is not known here, so nothing is proven. */
  | { readonly finding: 'seal-unknown'; readonly key: string }
  /** The service once found that the log did not hold up to here, and has written to it since. */
  | { readonly finding: 'unproven'; readonly to: number };

/** Where the log ended at some time, as noted elsewhere. */
export type AuditAnchor = Pick<AuditRecordTable, 'seq' | 'hash'>;

/** Chains records to the one that came before them. */
export function chained(
  records: readonly UnchainedRecord[],
  { head_seq, head_hash }: Pick<ChainEnds, 'head_seq' | 'head_hash'>,
): AuditRecordTable[] {
  let previous = head_hash;
  return records.map((record, index) => {
    const placed = { ...record, seq: head_seq + index + 1 };
    previous = hashOf(placed, previous);
    return { ...placed, hash: previous };
  });
}

/** Follows a chain record by record, in order of `seq`, and collects what does not hold. */
export class ChainCheck {
  readonly #findings: AuditFinding[] = [];
  /** Hash of the record before; undefined where that is missing. */
  #previous: string | undefined;
  #expected: number;

  constructor(
    private readonly ends: ChainEnds,
    private readonly anchors: readonly AuditAnchor[] = [],
  ) {
    this.#previous = ends.base_hash;
    this.#expected = ends.base_seq + 1;
  }

  follow(record: AuditRecordTable): void {
    const { seq } = record;
    if (seq < this.#expected || seq > this.ends.head_seq) {
      this.#findings.push({ finding: 'surplus', seq });
      return;
    }
    if (seq > this.#expected) this.#miss(seq - 1);
    if (this.#previous !== undefined && hashOf(record, this.#previous) !== record.hash)
      this.#findings.push({ finding: 'altered', seq });
    if (this.anchors.some((anchor) => anchor.seq === seq && anchor.hash !== record.hash))
      this.#findings.push({ finding: 'anchor-differs', seq });
    this.#previous = record.hash;
    this.#expected = seq + 1;
  }

  /** What did not hold, once the last record was followed. */
  end(): readonly AuditFinding[] {
    if (this.#expected <= this.ends.head_seq) this.#miss(this.ends.head_seq);
    else if (this.#previous !== this.ends.head_hash) this.#findings.push({ finding: 'head-differs' });
    for (const { seq } of this.anchors)
      if (seq > this.ends.head_seq) this.#findings.push({ finding: 'anchor-differs', seq });
    return this.#findings;
  }

  #miss(to: number): void {
    this.#findings.push({ finding: 'missing', from: this.#expected, to });
    this.#previous = undefined;
  }
}

function hashOf({ seq, at, event, record }: Omit<AuditRecordTable, 'hash'>, previous: string): string {
  return createHash('sha256').update([previous, seq, at, event, record].join('\n')).digest('base64url');
}
