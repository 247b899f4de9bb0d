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
  /** Id of another message, whose text it carries; null where it replaces none. */
  replaces: string | null;
  /** JSON: names of the providers it could have gone through. */
  route: string;
  /** JSON, without the number or the text. */
  attempts: string;
  /** JSON: what is done in case it does not arrive; null where nothing is. */
  watch: string | null;
  /** JSON: what came of the code in it; null until it is known. */
  outcome: string | null;
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

/** What one instance at a time may do; `SqlLeases` of `@standby/sms/sql` reads and writes it. */
export interface LeaseTable {
  name: string;
  holder: string;
  ends_at: number;
  /** How far whoever had it last got. */
  note: string | null;
}

/** What an instance found out of a provider's circuit; `SqlCircuitBoard` of `@standby/sms/sql` reads and writes it. */
export interface CircuitTable {
  circuit: string;
  state: 'open' | 'closed';
  openings: number;
  open_until: number;
  noticed_at: number;
  noticed_by: string;
}
