import type { Clock } from '../resilience/clock.js';
import { orSilent, STORE_LIMIT_MS } from '../resilience/within.js';
import type { DueClaim, LatestQuery, MessageLedger, RecordChange, RecordRule } from './message-ledger.js';
import type { MessageContent, MessageRecord } from './message-record.js';

/**
 * A ledger that fails where the one behind it is silent. What was asked of that may have been done: messages of a claim
 * nobody heard the answer to are due again when its lease ends.
 */
export class TimedLedger implements MessageLedger {
  constructor(
    private readonly ledger: MessageLedger,
    private readonly clock: Clock,
  ) {}

  open(record: MessageRecord, content: MessageContent): Promise<void> {
    return this.#inTime(this.ledger.open(record, content));
  }

  update(id: string, rule: RecordRule): Promise<RecordChange> {
    return this.#inTime(this.ledger.update(id, rule));
  }

  find(id: string): Promise<MessageRecord | undefined> {
    return this.#inTime(this.ledger.find(id));
  }

  idOf(provider: string, providerMessageId: string): Promise<string | undefined> {
    return this.#inTime(this.ledger.idOf(provider, providerMessageId));
  }

  adopt(id: string, provider: string, providerMessageId: string): Promise<boolean> {
    return this.#inTime(this.ledger.adopt(id, provider, providerMessageId));
  }

  contentOf(id: string): Promise<MessageContent | undefined> {
    return this.#inTime(this.ledger.contentOf(id));
  }

  claimDue(claim: DueClaim): Promise<readonly MessageRecord[]> {
    return this.#inTime(this.ledger.claimDue(claim));
  }

  latest(query: LatestQuery): Promise<readonly MessageRecord[]> {
    return this.#inTime(this.ledger.latest(query));
  }

  eraseContent(now: number): Promise<void> {
    return this.#inTime(this.ledger.eraseContent(now));
  }

  forget(createdBefore: number): Promise<void> {
    return this.#inTime(this.ledger.forget(createdBefore));
  }

  #inTime<T>(answer: Promise<T>): Promise<T> {
    return orSilent(STORE_LIMIT_MS, this.clock, answer);
  }
}
