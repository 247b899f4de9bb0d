import { Inject, Injectable, Logger } from '@nestjs/common';
import { afterNaming } from '../aftercare/named-message.js';
import { SmsEvents } from '../events/sms.events.js';
import { DutySchedule } from '../ledger/duty-schedule.js';
import { MessageLedger, recordIn } from '../ledger/message-ledger.js';
import type { MessageRecord } from '../ledger/message-record.js';
import { afterReceipt, isAbout } from '../ledger/received-receipt.js';
import { RecordChanges } from '../ledger/record-changes.js';
import { TimedLedger } from '../ledger/timed-ledger.js';
import { PageUnavailableError } from '../providers/aws-topic/aws-page.js';
import {
  type Receipt,
  ReceiptNotTakenError,
  type ReceiptParser,
  ReceiptRefusedError,
  type ReceiptRequest,
} from '../providers/receipt-parser.js';
import { CLOCK, type Clock } from '../resilience/clock.js';
import { DeliveryWatch } from '../watch/delivery-watch.js';
import { HeldReceipts, type Recording } from './held-receipts.js';
import { RECEIPT_PARSERS } from './receipt-parsers.js';

/** Nobody here reads receipts of that name; nothing was recorded. */
export class UnknownReceiptProviderError extends Error {
  override readonly name = 'UnknownReceiptProviderError';

  constructor() {
    super('No configured provider reports receipts under this name.');
  }
}

/** Takes providers' calls about messages they had accepted, and moves the records accordingly. */
@Injectable()
export class ReceiptsService {
  readonly #logger = new Logger('SmsReceipts');
  readonly #ledger: MessageLedger;
  readonly #held: HeldReceipts;
  readonly #changes: RecordChanges;

  constructor(
    @Inject(RECEIPT_PARSERS) private readonly parsers: readonly ReceiptParser[],
    ledger: MessageLedger,
    private readonly schedule: DutySchedule,
    private readonly events: SmsEvents,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DeliveryWatch) watch?: DeliveryWatch,
  ) {
    this.#ledger = new TimedLedger(ledger, clock);
    this.#changes = new RecordChanges({ ledger: this.#ledger, events, watch });
    this.#held = new HeldReceipts(clock, (receipt) => this.#record(receipt));
  }

  /** Receipts waiting for their message to be known. */
  get held(): number {
    return this.#held.size;
  }

  /**
   * Reads one call and records what it says. Receipts arrive twice and in any order: only news changes a record. One
   * that finds no message is tried again for half a minute, since it may be faster than the answer to the send was, and
   * while the message that it names is being sent; then it is told as `receipt-unmatched`, and polling has to do.
   *
   * @throws {UnknownReceiptProviderError} when no such provider is configured to report; nothing was recorded.
   * @throws {ReceiptRefusedError} unless the call is proven to be the provider's; nothing was recorded.
   * @throws {ReceiptNotTakenError} when it could not be checked, or the ledger failed or was silent; of several receipts some may have been recorded. Answer so
   * that the provider makes the call again: what it says for the second time changes nothing.
   */
  async take(provider: string, request: ReceiptRequest): Promise<void> {
    const parser = this.parsers.find((candidate) => candidate.provider === provider);
    if (parser === undefined) throw new UnknownReceiptProviderError();
    await this.receive(await this.#parse(parser, request));
  }

  /** Records receipts that are proven and read already, as {@link take} does. */
  async receive(receipts: readonly Receipt[]): Promise<void> {
    const unmatched: Receipt[] = [];
    for (const receipt of receipts) {
      const result = await this.#record(receipt);
      if (result === 'no-ledger') throw new ReceiptNotTakenError(receipt.provider, 'not-recorded');
      if (result !== 'recorded') unmatched.push(receipt);
    }
    // Not before all are recorded: of a call that is made again nothing is held, or told, twice.
    for (const receipt of receipts) {
      if (receipt.status === 'unknown') this.#tellNotUnderstood(receipt, receipt.code);
    }
    for (const receipt of unmatched) this.#hold(receipt);
  }

  /** Tries once more what is held and holds nothing any more; call it when all sends have ended. */
  async close(): Promise<void> {
    await this.#held.close();
  }

  async #parse(parser: ReceiptParser, request: ReceiptRequest): Promise<readonly Receipt[]> {
    try {
      return await parser.parse(request);
    } catch (error) {
      if (error instanceof ReceiptRefusedError) {
        const { provider, refusal } = error;
        this.#logger.warn({ msg: 'a receipt was refused', provider, refusal });
        this.events.tell({ type: 'receipt-refused', provider, refusal });
      }
      if (error instanceof PageUnavailableError) {
        const { provider } = parser;
        this.#logger.warn({ msg: 'a receipt could not be checked', provider, reason: error.reason });
        throw new ReceiptNotTakenError(provider, 'not-checked');
      }
      throw error;
    }
  }

  async #record(receipt: Receipt): Promise<Recording> {
    const { provider, providerMessageId } = receipt;
    try {
      const id = await this.#ledger.idOf(provider, providerMessageId);
      if (id !== undefined && (await this.#heard(id, receipt))) return 'recorded';
      const named = await this.#named(receipt);
      if (typeof named === 'string') return named;
      if (!(await this.#heard(named.id, receipt))) return 'unmatched';
      return 'recorded';
    } catch (error) {
      this.#logger.error({ msg: 'the ledger did not take a receipt', provider, err: error });
      return 'no-ledger';
    }
  }

  /** `false` where the record of that message has no attempt that the receipt could be about. */
  async #heard(id: string, receipt: Receipt): Promise<boolean> {
    const now = this.clock.wallMs();
    const change = await this.#changes.apply(id, (record) => {
      const after = afterReceipt(record, receipt, now);
      return after && this.schedule.withDueAt(after, now);
    });
    const record = recordIn(change);
    return record !== undefined && isAbout(receipt, record);
  }

  /** The message that a receipt names by our own id, if that had none of the provider's. */
  async #named(receipt: Receipt): Promise<Pick<MessageRecord, 'id'> | 'unmatched' | 'too-early'> {
    const { messageId, provider, providerMessageId } = receipt;
    if (messageId === undefined) return 'unmatched';
    const naming = afterNaming({ provider, providerMessageId }, this.clock.wallMs());
    const change = await this.#changes.apply(messageId, naming);
    if (change.change === 'made') return change.after;
    // Its process may have ended: then the naming is taken in as soon as that is known.
    return recordIn(change)?.status === 'sending' ? 'too-early' : 'unmatched';
  }

  #hold(receipt: Receipt): void {
    const { provider, providerMessageId } = receipt;
    this.#held.hold(receipt, () => {
      this.#logger.warn({ msg: 'a receipt matches no message', provider, providerMessageId });
      this.events.tell({ type: 'receipt-unmatched', provider, providerMessageId });
    });
  }

  #tellNotUnderstood({ provider, providerMessageId }: Receipt, code: string): void {
    this.#logger.warn({ msg: 'a receipt says an unknown word', provider, providerMessageId, code });
    this.events.tell({ type: 'receipt-not-understood', provider, providerMessageId, code });
  }
}
