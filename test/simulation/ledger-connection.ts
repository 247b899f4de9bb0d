import type {
  DueClaim,
  LatestQuery,
  MessageLedger,
  RecordChange,
  RecordRule,
} from '../../libs/sms/src/ledger/message-ledger.js';
import type { MessageContent, MessageRecord } from '../../libs/sms/src/ledger/message-record.js';

/** Hears of every change of a record; `before` is `undefined` of a new one. */
export type SeeChange = (before: MessageRecord | undefined, after: MessageRecord) => void;

/** How a request reaches the ledger, and what comes back. */
export type Passage = <T>(ask: () => Promise<T>) => Promise<T>;

/** One process's way to the ledger of all: once the process is dead it answers nothing, for ever. */
export class LedgerConnection implements MessageLedger {
  #state: 'alive' | 'dead' = 'alive';

  /** @param isLate whether what is claimed now is begun so late that its lease is over by then */
  constructor(
    private readonly ledger: MessageLedger,
    private readonly see: SeeChange = () => {},
    private readonly isLate: () => boolean = () => false,
    private readonly pass: Passage = (ask) => ask(),
  ) {}

  die(): void {
    this.#state = 'dead';
  }

  async open(record: MessageRecord, content: MessageContent): Promise<void> {
    await this.#whileAlive(() => this.ledger.open(record, content));
    this.see(undefined, record);
  }

  async update(id: string, rule: RecordRule): Promise<RecordChange> {
    const change = await this.#whileAlive(() => this.ledger.update(id, rule));
    if (change.change === 'made') this.see(change.before, change.after);
    return change;
  }

  find(id: string): Promise<MessageRecord | undefined> {
    return this.#whileAlive(() => this.ledger.find(id));
  }

  idOf(provider: string, providerMessageId: string): Promise<string | undefined> {
    return this.#whileAlive(() => this.ledger.idOf(provider, providerMessageId));
  }

  adopt(id: string, provider: string, providerMessageId: string): Promise<boolean> {
    return this.#whileAlive(() => this.ledger.adopt(id, provider, providerMessageId));
  }

  contentOf(id: string): Promise<MessageContent | undefined> {
    return this.#whileAlive(() => this.ledger.contentOf(id));
  }

  claimDue(claim: DueClaim): Promise<readonly MessageRecord[]> {
    const leaseEndsAt = this.isLate() ? claim.now : claim.leaseEndsAt;
    return this.#whileAlive(() => this.ledger.claimDue({ ...claim, leaseEndsAt }));
  }

  latest(query: LatestQuery): Promise<readonly MessageRecord[]> {
    return this.#whileAlive(() => this.ledger.latest(query));
  }

  eraseContent(now: number): Promise<void> {
    return this.#whileAlive(() => this.ledger.eraseContent(now));
  }

  forget(createdBefore: number): Promise<void> {
    return this.#whileAlive(() => this.ledger.forget(createdBefore));
  }

  #whileAlive<T>(ask: () => Promise<T>): Promise<T> {
    return this.#state === 'alive' ? this.pass(ask) : new Promise(() => {});
  }
}
