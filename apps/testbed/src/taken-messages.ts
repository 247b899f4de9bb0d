import { Fifo } from './fifo.js';
import type { ProviderName } from './providers.js';

/** A delivery receipt the testbed has sent for a message. */
export interface SentReceipt {
  readonly status: string;
  readonly sentAt: string;
}

/** A message a provider took charge of. */
export interface TakenMessage {
  /** The provider's own id: a Twilio sid or a MessageId of AWS. */
  readonly id: string;
  readonly provider: ProviderName;
  readonly to: string;
  readonly from: string | null;
  readonly body: string;
  readonly segments: number;
  /** ISO 8601, UTC. */
  readonly acceptedAt: string;
  /** When Twilio handed it on; ISO 8601, UTC. Absent while it is queued, and for the other providers. */
  readonly sentAt?: string;
  /** When Twilio's word last changed; ISO 8601, UTC. Absent until it does, and for the other providers. */
  readonly updatedAt?: string;
  /** The provider's word; `failed` and `not-delivered` never reach the recipient. */
  readonly status: string;
  /** Why it does not reach the recipient: an error code or the provider's text. */
  readonly reason?: string;
  /** What the recipient did with it, as told by the feedback call of Twilio or End User Messaging. */
  readonly feedback?: string;
  /** The rest of the request as the caller phrased it. */
  readonly asked: Readonly<Record<string, readonly string[]>>;
  readonly receipts: readonly SentReceipt[];
}

export interface MessageQuery {
  readonly to?: string;
  /** A part of the recipient's number. */
  readonly number?: string;
  readonly provider?: ProviderName;
  /** Only messages taken after the one with this id; an unknown id leaves out nothing. */
  readonly after?: string;
  readonly limit?: number;
}

interface Entry {
  readonly order: number;
  message: TakenMessage;
  /** Which of all revisions was its latest; 0 before the first. */
  revision: number;
}

/** More than come between two looks of whoever follows along. */
const REVISIONS_KEPT = 10_000;

/** Keeps the last messages taken, found by id, by recipient and by provider in constant time. */
export class TakenMessages {
  #all = new Fifo<Entry>();
  #byId = new Map<string, Entry>();
  #byTo = new Map<string, Fifo<Entry>>();
  #byProvider = new Map<string, Fifo<Entry>>();
  #revised = new Fifo<{ readonly revision: number; readonly entry: Entry }>();
  #order = 0;
  #clearings = 0;
  #revisions = 0;

  /**
   * @param capacity the number of messages kept; the oldest goes first
   * @param hear is told of each message as it is kept
   */
  constructor(
    private readonly capacity: number,
    private readonly hear: (message: TakenMessage) => void = () => {},
  ) {}

  get size(): number {
    return this.#all.length;
  }

  /** How often everything was cleared, for whoever follows along. */
  get clearings(): number {
    return this.#clearings;
  }

  /** How often more became known of any message, for whoever follows along. */
  get revisions(): number {
    return this.#revisions;
  }

  keep(message: TakenMessage): void {
    if (this.#all.length >= this.capacity) this.#forgetOldest();
    this.#order += 1;
    const entry: Entry = { order: this.#order, message, revision: 0 };
    this.#all.add(entry);
    this.#byId.set(message.id, entry);
    listIn(this.#byTo, message.to).add(entry);
    listIn(this.#byProvider, message.provider).add(entry);
    this.hear(message);
  }

  find(id: string): TakenMessage | undefined {
    return this.#byId.get(id)?.message;
  }

  /** Replaces what is known of a kept message and returns it; undefined when it is not kept any more. */
  revise(
    id: string,
    change: Partial<
      Pick<TakenMessage, 'from' | 'status' | 'sentAt' | 'updatedAt' | 'reason' | 'feedback' | 'receipts'>
    >,
  ): TakenMessage | undefined {
    const entry = this.#byId.get(id);
    if (entry === undefined) return undefined;
    this.#revisions += 1;
    entry.revision = this.#revisions;
    this.#revised.add({ revision: this.#revisions, entry });
    if (this.#revised.length > REVISIONS_KEPT) this.#revised.dropOldest();
    entry.message = { ...entry.message, ...change };
    return entry.message;
  }

  /** Writes down a receipt that is on its way, and what it makes of the message. */
  tell(id: string, status: string, at: Date): void {
    const receipts = this.find(id)?.receipts ?? [];
    this.revise(id, { status, receipts: [...receipts, { status, sentAt: at.toISOString() }] });
  }

  /** Lists messages newest first; without a limit, all of them. */
  list({
    to,
    number = '',
    provider,
    after,
    limit = Number.POSITIVE_INFINITY,
  }: MessageQuery = {}): TakenMessage[] {
    const since = after === undefined ? 0 : (this.#byId.get(after)?.order ?? 0);
    const messages: TakenMessage[] = [];
    for (const { order, message } of this.#candidates(to, provider)) {
      if (order <= since || messages.length >= limit) break;
      if ((provider === undefined || message.provider === provider) && message.to.includes(number))
        messages.push(message);
    }
    return messages;
  }

  /** Lists the messages of which more became known after so many {@link revisions}, newest message first. */
  listRevised(after: number, limit: number): TakenMessage[] {
    const entries: Entry[] = [];
    for (const { revision, entry } of this.#revised.newestFirst()) {
      if (revision <= after) break;
      if (revision === entry.revision) entries.push(entry);
    }
    const newestFirst = entries.toSorted((one, other) => other.order - one.order);
    return newestFirst.slice(0, limit).map(({ message }) => message);
  }

  clear(): void {
    this.#all = new Fifo();
    this.#byId = new Map();
    this.#byTo = new Map();
    this.#byProvider = new Map();
    this.#revised = new Fifo();
    this.#clearings += 1;
  }

  #candidates(to: string | undefined, provider: string | undefined): Iterable<Entry> {
    if (to !== undefined) return this.#byTo.get(to)?.newestFirst() ?? [];
    if (provider !== undefined) return this.#byProvider.get(provider)?.newestFirst() ?? [];
    return this.#all.newestFirst();
  }

  #forgetOldest(): void {
    const entry = this.#all.dropOldest();
    if (entry === undefined) return;
    const { id, to, provider } = entry.message;
    this.#byId.delete(id);
    this.#byProvider.get(provider)?.dropOldest();
    const sameRecipient = this.#byTo.get(to);
    sameRecipient?.dropOldest();
    if (sameRecipient?.length === 0) this.#byTo.delete(to);
  }
}

function listIn(index: Map<string, Fifo<Entry>>, key: string): Fifo<Entry> {
  const known = index.get(key);
  if (known !== undefined) return known;
  const fresh = new Fifo<Entry>();
  index.set(key, fresh);
  return fresh;
}
