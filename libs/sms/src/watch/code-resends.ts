import { Logger } from '@nestjs/common';
import type { ResendHindrance, SmsEvents } from '../events/sms.events.js';
import type { DutySchedule } from '../ledger/duty-schedule.js';
import { mayGoElsewhere } from '../ledger/message-attempt.js';
import type { MessageLedger } from '../ledger/message-ledger.js';
import { type MessageRecord, resendCauseOf, withAttempts, withWatch } from '../ledger/message-record.js';
import type { RecordChanges } from '../ledger/record-changes.js';
import { refusalOf, replacedBy } from '../ledger/replaced-message.js';
import type { ResendCause, Watch } from '../ledger/watch.js';
import { normalise, type OutboundMessage } from '../message/outbound-message.js';
import type { Clock } from '../resilience/clock.js';
import { within } from '../resilience/within.js';
import type { DeliveryWatch } from './delivery-watch.js';
import type { OtherRoutes, RerouteEnd } from './other-routes.js';

/** How long the ledger is waited for between two providers, in ms: the person waits, too. */
const WANTED_LIMIT_MS = 1000;

/** What sending once more needs. */
export interface ResendTools {
  readonly ledger: MessageLedger;
  readonly changes: RecordChanges;
  readonly schedule: DutySchedule;
  readonly watch: DeliveryWatch;
  readonly routes: OtherRoutes;
  /** Limit for asking others, in ms. */
  readonly deadlineMs: number;
  readonly events: SmsEvents;
  readonly clock: Clock;
}

type Resending = Extract<Watch, { state: 'resending' }>;

/** Sends codes once more that were accepted and did not arrive: the same text, by another route. */
export class CodeResends {
  readonly #logger = new Logger('SmsWatch');

  constructor(private readonly tools: ResendTools) {}

  /**
   * Sends a watched code once more, if it is time, and resolves when it is known how that ended.
   *
   * The right to is written down before anybody is asked, so that of any number of instances one does it, once. A
   * process that ends in between leaves a record by which nobody sends again.
   */
  async resend(record: MessageRecord): Promise<void> {
    const { watch, routes, clock } = this.tools;
    const cause = resendCauseOf(record, clock.wallMs());
    if (cause === undefined) return;
    const message = await this.#messageOf(record);
    const candidates = routes.leftFor(record);
    if (message === undefined) return this.#hinder(record, cause, 'too-late');
    if (refusalOf(await replacedBy(record, this.tools.ledger)) !== undefined)
      return this.#hinder(record, cause, 'refused');
    if (candidates.length === 0) return this.#hinder(record, cause, 'nobody-left');
    if (!watch.trySpend()) return this.#hinder(record, cause, 'no-budget');
    const resending = await this.#takeRight(record);
    if (resending === undefined) return watch.refund();
    const end = await routes.send(message, candidates, () => this.#isWanted(record.id));
    await this.#settle(record, resending.cause, end);
  }

  /** `undefined` when its text is gone, or its code is about to die. */
  async #messageOf({ id, purpose, contentUntil }: MessageRecord): Promise<OutboundMessage | undefined> {
    const { ledger, watch, clock } = this.tools;
    const content = await ledger.contentOf(id);
    const lifeMs = (contentUntil ?? 0) - clock.wallMs();
    if (content === undefined || lifeMs <= watch.minLifeMs) return undefined;
    return normalise({ ...content, purpose, validForSeconds: lifeMs / 1000 }, id);
  }

  async #takeRight({ id }: MessageRecord): Promise<Resending | undefined> {
    const { ledger, schedule, deadlineMs, clock } = this.tools;
    const now = clock.wallMs();
    const change = await ledger.update(id, (current) => {
      const cause = resendCauseOf(current, now);
      if (cause === undefined) return undefined;
      const resending: Resending = { state: 'resending', cause, since: now, settleBy: now + deadlineMs };
      return schedule.withDueAt(withWatch(current, resending, now), now);
    });
    const watch = change.change === 'made' ? change.after.watch : undefined;
    return watch?.state === 'resending' ? watch : undefined;
  }

  /** The right was taken with this very ledger: where it does not answer any more, the code is still wanted. */
  async #isWanted(id: string): Promise<boolean> {
    const { ledger, clock } = this.tools;
    try {
      const answer = ledger.find(id).then((record) => record !== undefined && isWanted(record));
      return await within(WANTED_LIMIT_MS, clock, answer, () => true);
    } catch {
      return true;
    }
  }

  async #settle({ id }: MessageRecord, cause: ResendCause, { attempts, watch }: RerouteEnd): Promise<void> {
    const { changes, schedule, clock } = this.tools;
    const now = clock.wallMs();
    const change = await changes.apply(id, (current) => {
      if (!isUnsettled(current.watch)) return undefined;
      const after = withAttempts(current, [...current.attempts, ...attempts], now, watch);
      return schedule.withDueAt(after, now);
    });
    if (change.change !== 'made' || watch.state !== 'spent') return;
    if (watch.why === 'undeliverable') this.#tellHindrance(change.after, cause, 'undeliverable');
    else this.#tellResend(change.after, cause);
  }

  async #hinder({ id }: MessageRecord, cause: ResendCause, why: ResendHindrance): Promise<void> {
    const { changes, schedule, clock } = this.tools;
    const now = clock.wallMs();
    const change = await changes.apply(id, (current) =>
      resendCauseOf(current, now) === undefined
        ? undefined
        : schedule.withDueAt(withWatch(current, { state: 'spent', why }, now), now),
    );
    if (change.change === 'made') this.#tellHindrance(change.after, cause, why);
  }

  #tellResend({ id: messageId, country, purpose, attempts }: MessageRecord, cause: ResendCause): void {
    const again = attempts.filter(({ reason }) => reason === 'watch');
    const { provider } = again.find(({ status }) => status !== 'failed') ?? { provider: 'none' };
    const about = { messageId, country, purpose, cause, provider };
    this.#logger.log({ msg: 'a code was sent once more', ...about });
    this.tools.events.tell({ type: 'message-resent', ...about });
  }

  #tellHindrance(
    { id: messageId, country, purpose }: MessageRecord,
    cause: ResendCause,
    why: ResendHindrance,
  ): void {
    const about = { messageId, country, purpose, cause, why };
    this.#logger.warn({ msg: 'a code was not sent once more', ...about });
    this.tools.events.tell({ type: 'message-not-resent', ...about });
  }
}

/** Neither arrived, used nor replaced meanwhile, nor refused in a way after which nobody else is to be asked. */
function isWanted({ watch, codeOutcome, status, attempts }: MessageRecord): boolean {
  if (watch.state !== 'resending' || codeOutcome !== undefined) return false;
  return status !== 'delivered' && attempts.every(mayGoElsewhere);
}

/** Somebody may have taken this process for dead and found nothing, or have replaced the message meanwhile. */
function isUnsettled(watch: Watch): boolean {
  if (watch.state !== 'spent') return watch.state === 'resending';
  return watch.why === 'lost' || watch.why === 'replaced';
}
