import type { Kysely } from 'kysely';
import type {
  GuardBucketTable,
  GuardCountryTable,
  GuardDecisionTable,
  GuardProofTable,
  GuardSpendTable,
  GuardVerifiedTable,
  QuotaCounterTable,
} from './guard-schema.js';
import type {
  AcceptanceTable,
  CircuitTable,
  LeaseTable,
  MessageTable,
  SendOutcomeTable,
} from './sms-schema.js';

/** The one connection every store asks; queries on it must run unchanged on SQLite and PostgreSQL. */
export type Database = Kysely<Schema>;

/**
 * The tables, as the queries see them. Ids are text; every `…_at` is milliseconds since the epoch in a
 * `bigint` column, because SQLite and PostgreSQL agree on those two and on little else.
 */
export interface Schema {
  number_keys: NumberKeyTable;
  accounts: AccountTable;
  confirmed_devices: ConfirmedDeviceTable;
  challenges: ChallengeTable;
  wrong_codes: WrongCodeTable;
  sessions: SessionTable;
  signing_keys: SigningKeyTable;
  sms_outcomes: SendOutcomeTable;
  sms_messages: MessageTable;
  sms_acceptances: AcceptanceTable;
  sms_leases: LeaseTable;
  sms_circuits: CircuitTable;
  audit_records: AuditRecordTable;
  audit_chain: AuditChainTable;
  quota_counters: QuotaCounterTable;
  guard_buckets: GuardBucketTable;
  guard_verified: GuardVerifiedTable;
  guard_countries: GuardCountryTable;
  guard_spend: GuardSpendTable;
  guard_decisions: GuardDecisionTable;
  guard_proofs: GuardProofTable;
}

/** A key that numbers of accounts are, or were, digested and sealed under; gone when none is any more. */
export interface NumberKeyTable {
  name: string;
  created_at: number;
}

/** One account a phone number. */
export interface AccountTable {
  id: string;
  /** What the number (E.164) is looked up by. */
  number_digest: string;
  /** Name of the key of digest and seal. */
  number_key: string;
  /** The number, to be read again. */
  sealed_number: string;
  created_at: number;
  last_signed_in_at: number;
}

/** A device on which the number of an account was verified; it proves that by a token, kept as a digest. */
export interface ConfirmedDeviceTable {
  token_digest: string;
  account_id: string;
  created_at: number;
  expires_at: number;
}

/**
 * One proof in progress. The row is found by the digest of the id the client holds, so that a stolen copy of
 * the table opens nothing.
 */
export interface ChallengeTable {
  id_digest: string;
  /** What the number (E.164) is found by. */
  number_digest: string;
  /** The number; null as soon as the code can no longer be used. */
  sealed_number: string | null;
  /** The confirmed device that asked; null for a stranger. */
  device_digest: string | null;
  locale: string | null;
  /** Which template of the message was asked for; null for the one of browsers. */
  platform: 'android' | null;
  /** `sending` until a provider accepted the first message; the rest say how it lives or ended. */
  status: 'sending' | 'live' | 'consumed' | 'superseded' | 'exhausted';
  code_digest: string;
  /** The code, sealed for a resend; null as soon as the code can no longer be used. */
  sealed_code: string | null;
  attempts_left: number;
  created_at: number;
  expires_at: number;
  resend_after_at: number;
  /** Name of the SMS provider that carried the latest message, which a resend avoids. */
  last_provider: string | null;
  /** Id of that message; what became of it is in `sms_messages`. Null once it is told what came of the code. */
  message_id: string | null;
}

/** A code that was wrong, or is being compared at this moment; forgotten after a day. */
export interface WrongCodeTable {
  id: string;
  number_digest: string;
  asker: 'stranger' | 'confirmed';
  at: number;
}

/**
 * One sign-in on one device, and the family of refresh tokens that continues it: each replaces the one before.
 * Of the tokens only digests are kept.
 */
export interface SessionTable {
  id: string;
  account_id: string;
  status: 'live' | 'signed-out' | 'revoked';
  created_at: number;
  /** When it ends however much it is used. */
  expires_at: number;
  /** Of what all tokens of the family begin with. */
  family_digest: string;
  /** Of the one token that can be used. */
  token_digest: string;
  token_expires_at: number;
  /** Of the token that one replaced; null before the first rotation. */
  former_digest: string | null;
  /** When it did; null before the first rotation. */
  rotated_at: number | null;
  /** The one token that can be used, sealed for those whose answer was lost; null once the grace is over. */
  sealed_token: string | null;
  /** What the client calls itself. */
  client: string | null;
  /** Network it was last used from, never the whole address. */
  network: string | null;
}

/** A key pair access tokens are signed with; the private half is sealed. */
export interface SigningKeyTable {
  kid: string;
  /** Counts the keys from 1, so that of several processes one makes the next. */
  generation: number;
  /** As JWT names it (`alg`). */
  algorithm: string;
  /** JWK, as JSON. */
  public_key: string;
  sealed_private_key: string;
  /** Name of the secret it is sealed under. */
  sealed_under: string;
  /** Published from the start, it signs from here on. */
  signs_from: number;
}

/** One thing that happened, chained to the one before it. */
export interface AuditRecordTable {
  /** Counted from 1, without gaps. */
  seq: number;
  at: number;
  event: string;
  /** JSON, with numbers masked. */
  record: string;
  /** SHA-256 over the hash before it and this row. */
  hash: string;
}

/** Where the audit log begins and ends: one row, sealed by a keyed digest of itself. */
export interface AuditChainTable {
  id: number;
  /** The last record that was pruned; 0 before the first pruning. */
  base_seq: number;
  base_hash: string;
  /** The newest record. */
  head_seq: number;
  head_hash: string;
  /** Up to which record somebody may have forged it, the last that such a thing was found; null as long as it never was. */
  unproven_to: number | null;
  /** Empty before the first record. */
  seal: string;
}
