import type { Clock } from '../../resilience/clock.js';
import { RecentMap } from '../../resilience/recent-map.js';
import { TimeLimit } from '../../resilience/time-limit.js';
import type { AwsSnsOptOutOptions } from './aws-sns.opt-out.options.js';

/**
 * Asks SNS about one E.164 number.
 *
 * @throws {Error} for every failure, throttling among them
 */
export type AskOptedOut = (e164: string, signal: AbortSignal) => Promise<boolean>;

interface Answer {
  readonly optedOut: 'yes' | 'no';
  readonly untilMs: number;
}

/**
 * Knows who asked not to be written to, as far as SNS tells: its `Publish` takes messages to them like any other.
 *
 * Answers are remembered for a while, for a bounded number of recipients, in memory alone.
 */
export class OptOutCheck {
  readonly #answers: RecentMap<string, Answer>;
  #quietUntilMs = 0;

  constructor(
    private readonly ask: AskOptedOut,
    private readonly options: AwsSnsOptOutOptions,
    private readonly clock: Clock,
  ) {
    this.#answers = new RecentMap(options.remembered);
  }

  /**
   * Whether a recipient is known to have opted out. Never rejects: a question that fails, or takes longer than
   * `timeoutMs`, is answered with `false`, and SNS is then left in peace for `quietMs`.
   */
  async isOptedOut(e164: string, signal: AbortSignal): Promise<boolean> {
    const nowMs = this.clock.elapsedMs();
    const known = this.#answers.get(e164);
    if (known !== undefined && nowMs < known.untilMs) return known.optedOut === 'yes';
    if (nowMs < this.#quietUntilMs || signal.aborted) return false;
    using limit = new TimeLimit(this.clock, this.options.timeoutMs, signal);
    try {
      const isOptedOut = await this.ask(e164, limit.signal);
      this.#remember(e164, isOptedOut);
      return isOptedOut;
    } catch {
      // Not the fault of SNS when it is the send that was ended.
      if (!signal.aborted) this.#quietUntilMs = this.clock.elapsedMs() + this.options.quietMs;
      return false;
    }
  }

  #remember(e164: string, isOptedOut: boolean): void {
    const { optedOutMs, notOptedOutMs } = this.options;
    const forMs = isOptedOut ? optedOutMs : notOptedOutMs;
    this.#answers.set(e164, {
      optedOut: isOptedOut ? 'yes' : 'no',
      untilMs: this.clock.elapsedMs() + forMs,
    });
  }
}
