import type { KeyRing } from '../keys/key-ring.js';
import { keyNameIn } from '../keys/keyed-digests.js';
import type { AuditFinding, ChainEnds } from './audit-chain.js';

/** Where the log begins and ends, with the seal that stands over it. */
export type SealedEnds = ChainEnds & { readonly seal: string };

/** The seal to put over ends. */
export function sealOf(ends: ChainEnds, keys: KeyRing): string {
  return keys.auditChain.of(sealedTextOf(ends));
}

/** What keeps the ends from being what the service made of them; empty when they are. */
export function sealFindingsOf(ends: SealedEnds, keys: KeyRing): readonly AuditFinding[] {
  // A log nobody has written to has no seal yet.
  if (ends.seal === '' && ends.head_seq === 0) return [];
  if (keys.auditChain.isOf(ends.seal, sealedTextOf(ends))) return [];
  const key = keyNameIn(ends.seal);
  return [keys.names.includes(key) ? { finding: 'seal-broken' } : { finding: 'seal-unknown', key }];
}

function sealedTextOf({ base_seq, base_hash, head_seq, head_hash, unproven_to }: ChainEnds): string {
  return [base_seq, base_hash, head_seq, head_hash, unproven_to ?? ''].join('\n');
}
