import { keptAttempt, type MessageAttempt, untriedIn } from '../ledger/message-attempt.js';
import type { MessageRecord } from '../ledger/message-record.js';
import { WATCH_OFF, type Watch } from '../ledger/watch.js';
import { estimatedCostOf, type PriceTable } from '../message/message-price.js';
import type { OutboundMessage } from '../message/outbound-message.js';
import type { GuardedProvider } from '../providers/guarded-provider.js';
import { Budget } from '../resilience/budget.js';
import type { Clock } from '../resilience/clock.js';
import { Deadline } from '../resilience/deadline.js';
import type { Random } from '../resilience/random.js';
import type { Attempt } from '../routing/attempt.js';
import { failover } from '../routing/failover.js';
import type { FailoverOptions } from '../routing/failover.options.js';
import { type SharedTools, sharedToolsOf } from '../routing/failover-tools.js';
import { UndeliverableError } from '../routing/undeliverable.error.js';
import { NOT_WANTED, whileWanted } from './wanted-route.js';

/** How asking others ended: their attempts, and what the watch is from then on. */
export interface RerouteEnd {
  readonly attempts: readonly MessageAttempt[];
  readonly watch: Watch;
}

/** The providers a code can still go through, and the asking of them. */
export class OtherRoutes {
  readonly #shared: SharedTools;

  constructor(
    private readonly candidates: readonly GuardedProvider[],
    private readonly options: FailoverOptions,
    private readonly clock: Clock,
    random: Random,
    private readonly prices?: PriceTable,
  ) {
    // One copy more is what was decided on.
    const hedgeBudget = new Budget({ capacity: 0, perCall: 0 });
    this.#shared = { ...sharedToolsOf(options, clock, random), hedgeBudget };
  }

  /** Those of a message's route that are still there, and did not have it. */
  leftFor({ route, attempts }: MessageRecord): readonly GuardedProvider[] {
    return untriedIn(route, attempts).flatMap(
      (untried) => this.candidates.find(({ name }) => name === untried) ?? [],
    );
  }

  /**
   * Asks them in turn, as {@link failover} does but nobody beside another, and nobody more once the message is not
   * wanted.
   *
   * @throws what is no failure of a provider: a bug that may have sent.
   */
  async send(
    message: OutboundMessage,
    candidates: readonly GuardedProvider[],
    isWanted: () => Promise<boolean>,
  ): Promise<RerouteEnd> {
    const { clock } = this;
    const giveUp = new AbortController();
    const route = whileWanted(candidates, isWanted, () => giveUp.abort(), clock);
    const deadline = new Deadline(clock, this.options.codeDeadlineMs);
    const { segments, to } = message;
    const cost = estimatedCostOf(this.prices, to.country, segments);
    const keep = (attempts: readonly Attempt[]) =>
      attempts
        .filter(({ code }) => code !== NOT_WANTED)
        .map((attempt) => keptAttempt(ofWatch(attempt), segments, clock.wallMs(), cost));
    try {
      const tools = { ...this.#shared, deadline, signal: giveUp.signal };
      const { attempts } = await failover(message, route, tools);
      return { attempts: keep(attempts), watch: { state: 'spent', why: 'resent' } };
    } catch (error) {
      if (!(error instanceof UndeliverableError)) throw error;
      const attempts = keep(error.attempts);
      if (error.maybeSent) return { attempts, watch: { state: 'spent', why: 'resent' } };
      return {
        attempts,
        watch: giveUp.signal.aborted ? WATCH_OFF : { state: 'spent', why: 'undeliverable' },
      };
    }
  }
}

/** Whatever its place among them was: all are there because of the watch. */
function ofWatch(attempt: Attempt): Attempt {
  return attempt.reason === 'passed-over' ? attempt : { ...attempt, reason: 'watch' };
}
