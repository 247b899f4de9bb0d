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

/** The one connection every store asks; queries on it must run unchanged on SQLite and PostgreSQL. */
export type Database = Kysely<Schema>;

/**
 * The tables, as the queries see them. Ids are text; every `…_at` is milliseconds since the epoch in a
 * `bigint` column, because SQLite and PostgreSQL agree on those two and on little else.
 */
export interface Schema {
  accounts: AccountTable;
  challenges: ChallengeTable;
  sessions: SessionTable;
  refresh_tokens: RefreshTokenTable;
  signing_keys: SigningKeyTable;
  sms_outcomes: SendOutcomeTable;
  sms_messages: MessageTable;
  sms_acceptances: AcceptanceTable;
  quota_counters: QuotaCounterTable;
  guard_buckets: GuardBucketTable;
  guard_verified: GuardVerifiedTable;
  guard_countries: GuardCountryTable;
  guard_spend: GuardSpendTable;
  guard_decisions: GuardDecisionTable;
  guard_proofs: GuardProofTable;
}

/** One account a phone number. */
export interface AccountTable {
  id: string;
  /** E.164. */
  phone_number: string;
  created_at: number;
  last_signed_in_at: number;
}

/**
 * One proof in progress. The row is found by the digest of the id the client holds, so that a stolen copy of
 * the table opens nothing.
 */
export interface ChallengeTable {
  id_digest: string;
  /** E.164. */
  phone_number: string;
  locale: string | null;
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
}

/** One sign-in on one device; every refresh token rotated from it belongs to it. */
export interface SessionTable {
  id: string;
  account_id: string;
  status: 'live' | 'signed-out' | 'revoked';
  created_at: number;
}

/** A refresh token, by digest; `used_at` is set once, when it is rotated. */
export interface RefreshTokenTable {
  digest: string;
  session_id: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

/** A key pair access tokens are signed with; the private half is sealed. */
export interface SigningKeyTable {
  kid: string;
  /** JWK, as JSON. */
  public_key: string;
  sealed_private_key: string;
  created_at: number;
}

/** An idempotency key of text messages; `SqlOutcomeStore` of `@standby/sms/sql` reads and writes it. */
export interface SendOutcomeTable {
  key_digest: string;
  fingerprint: string;
  holder: string;
  status: 'sending' | 'settled';
  /** JSON, without the number or the text. */
  outcome: string;
  lease_ends_at: number;
  expires_at: number;
}

/** A text message; `SqlMessageLedger` of `@standby/sms/sql` reads and writes it, and the words are its own. */
export interface MessageTable {
  id: string;
  /** Counts the changes, so that none is lost to another made at the same time. */
  revision: number;
  status: string;
  purpose: string;
  country: string;
  segments: number;
  /** JSON: names of the providers it could have gone through. */
  route: string;
  /** JSON, without the number or the text. */
  attempts: string;
  created_at: number;
  settle_by: number;
  updated_at: number;
  /** Recipient and text, sealed; null as soon as nothing can need them any more. */
  sealed_content: string | null;
  content_until: number | null;
  /** When somebody has to look at it again; null for nearly all. */
  next_due_at: number | null;
}

/** The id under which a provider took a message, by which its receipts name it. */
export interface AcceptanceTable {
  message_id: string;
  provider: string;
  provider_message_id: string;
}
