/** How much of one quota is used up; the key is a digest of whom it is for. */
export interface QuotaCounterTable {
  key: string;
  points: number;
  /** End of the window; counting begins anew with the next use. */
  expires_at: number;
}

/** A leaky bucket of the pumping guard, as it stood when something was last poured in or drained. */
export interface GuardBucketTable {
  key: string;
  level: number;
  /** What was poured in last, or drained where negative. */
  amount: number;
  /** What is kept of it at most when the next is poured. */
  threshold: number;
  leak_per_ms: number;
  updated_at: number;
  /** When nothing can be left in it. */
  empty_at: number;
}

/** How many codes were verified for a country, a prefix or an address within a span of time. */
export interface GuardVerifiedTable {
  subject: string;
  span: 'ten-minutes' | 'hour' | 'day';
  starts_at: number;
  verified: number;
  forget_at: number;
}

/** A country whose numbers an address asked codes for. */
export interface GuardCountryTable {
  /** A digest. */
  address: string;
  country: string;
  asked_at: number;
  verified_at: number | null;
}

/** What the codes of a day cost, in millionths of a US dollar; days are those of UTC. */
export interface GuardSpendTable {
  day_starts_at: number;
  micros: number;
}

/** One decision of the pumping guard. Number, prefix and address are digests. */
export interface GuardDecisionTable {
  id: string;
  decided_at: number;
  /** Whether a code was asked for, or to be sent again. */
  occasion: 'start' | 'resend';
  /** What the rules say. */
  verdict: 'allow' | 'unsure' | 'refuse';
  /** What was done: a guard that only records admits whatever its rules say. */
  effect: 'admitted' | 'refused' | 'check-asked' | 'check-passed';
  /** JSON. */
  reasons: string;
  /** Whether the number had been verified before. */
  standing: 'known' | 'new';
  country: string;
  masked_number: string;
  number: string;
  prefix: string;
  address: string;
  /** Digest of the challenge's id, by which a verification finds what it proves. */
  challenge: string;
  /** Ours, of the message that carried the code; null when none was sent. */
  message_id: string | null;
  cost_micros: number;
  cost_source: 'estimate' | 'receipt';
  verified_at: number | null;
}

/** A proof of work that was used, until it would have expired. */
export interface GuardProofTable {
  digest: string;
  expires_at: number;
}
