import type { OutboundMessage } from '../message/outbound-message.js';
import { OutpacedError } from '../providers/outpaced.error.js';
import { circuitOpen, isNotBegun, type ProviderError } from '../providers/provider-error.js';
import type { Acceptance } from '../providers/sms-provider.js';
import { TimeLimit } from '../resilience/time-limit.js';
import { type Attempt, acceptedAttempt, failedAttempt, passedOver } from './attempt.js';
import type { FailoverTools } from './failover-tools.js';
import type { Handover } from './handover.js';
import { type Candidate, namesOf, type Route } from './router.js';
import type { Turn, Turns } from './turns.js';
import { UndeliverableError } from './undeliverable.error.js';

/** Reason of an attempt that was given up through no fault of its provider's. */
class NoLongerWantedError extends Error {
  override readonly name = 'NoLongerWantedError';
}

/** How one attempt ended. */
export type Finish =
  | { readonly outcome: 'accepted'; readonly turn: Turn; readonly acceptance: Acceptance }
  | { readonly outcome: 'failed'; readonly turn: Turn; readonly error: ProviderError };

interface Runner {
  readonly turn: Turn;
  readonly startedAt: number;
  readonly limit: TimeLimit;
  /** `last`: when it began everybody had been asked; whoever may be asked again changes what it is given. */
  readonly place: 'last' | 'before others';
}

/** The attempts at one message: usually one at a time, more where a silent provider got company. */
export class Contest implements Disposable {
  /** Attempts that have ended, in the order they did. */
  readonly attempts: Attempt[] = [];
  readonly #errors: ProviderError[] = [];
  readonly #passedOver: Candidate[] = [];
  readonly #runners = new Map<Turn, Runner>();
  /** Attempts that have ended and nobody has looked at yet, in the order they did. */
  readonly #finished: Finish[] = [];
  /** Wakes whoever waits for the next of them. */
  #onFinish = () => {};
  #hedges = 0;
  /** Hedges whose budget was given back; never more than were started. */
  #paidBack = 0;

  constructor(
    private readonly message: OutboundMessage,
    private readonly route: Route,
    private readonly tools: FailoverTools,
  ) {}

  get isRunning(): boolean {
    return this.#runners.size > 0;
  }

  /** Whether nobody else is to be asked: the caller gave up, or time is up. Attempts may still be ending. */
  get isOver(): boolean {
    return this.tools.signal.aborted || this.tools.deadline.remainingMs() === 0;
  }

  /** Notes that a provider was not asked because its breaker is open. */
  passOver(candidate: Candidate): void {
    this.#passedOver.push(candidate);
    this.attempts.push(passedOver(candidate.name));
  }

  /** Begins an attempt; it ends at the latest with the deadline. */
  start(turn: Turn, turns: Turns): void {
    const { clock, deadline, signal } = this.tools;
    if (turn.reason === 'hedge') this.#hedges += 1;
    const startedAt = clock.elapsedMs();
    const patienceMs = this.#patienceMs(turn, startedAt, turns);
    const limitMs = Math.min(patienceMs, deadline.remainingMs());
    // A provider that was given less time than is its due has failed nobody.
    const isFair = limitMs >= Math.min(patienceMs, this.#usualPatienceMs(turn));
    const limit = new TimeLimit(clock, limitMs, signal, isFair ? undefined : () => new NoLongerWantedError());
    const place = turns.isAnyFresh ? 'before others' : 'last';
    this.#runners.set(turn, { turn, startedAt, limit, place });
    turn.candidate.send(this.message, limit.signal).then(
      (acceptance) => this.#note({ outcome: 'accepted', turn, acceptance }),
      (error: ProviderError) => this.#note({ outcome: 'failed', turn, error }),
    );
  }

  /** The next attempt to end, or `silence` when it is time to start another beside those under way. */
  async nextFinish(turns: Turns): Promise<Finish | 'silence'> {
    this.#reconsider(turns);
    if (this.#finished.length === 0) await this.#finishOr((wake) => this.#scheduleSilence(turns, wake));
    const finish = this.#finished.shift();
    if (finish === undefined) return 'silence';
    this.#end(finish);
    return finish;
  }

  /** Gives up the attempts still under way and tells what was handed over. */
  async won({ turn, acceptance }: Finish & { outcome: 'accepted' }): Promise<Handover> {
    if (this.isRunning) await this.#giveUpRest();
    const { providerMessageId } = acceptance;
    return { status: 'accepted', provider: turn.candidate.name, providerMessageId, attempts: this.attempts };
  }

  /**
   * Gives up the attempts still under way and tells why nobody accepted; the caller's reason where it gave up before
   * anybody was asked.
   */
  async lost(): Promise<unknown> {
    await this.#giveUpRest();
    const { country } = this.message.to;
    const refusals = this.#passedOver.map((candidate) =>
      circuitOpen(candidate.name, candidate.retryAfterMs(country)),
    );
    const errors = [...refusals, ...this.#errors];
    const { signal } = this.tools;
    if (errors.length === 0 && signal.aborted) return signal.reason;
    return new UndeliverableError(errors, {
      messageId: this.message.id,
      route: namesOf(this.route),
      routeReason: this.route.reason,
      attempts: this.attempts,
    });
  }

  [Symbol.dispose](): void {
    for (const { limit } of this.#runners.values()) limit[Symbol.dispose]();
  }

  /** Gives those that began as the last less time where somebody is left after all, and more where nobody is any more. */
  #reconsider(turns: Turns): void {
    // Time that is up already would only be up later.
    if (this.isOver) return;
    const { clock, deadline } = this.tools;
    for (const { turn, startedAt, limit, place } of this.#runners.values()) {
      if (place === 'before others') continue;
      const untilMs = startedAt + this.#patienceMs(turn, startedAt, turns);
      limit.moveTo(Math.min(untilMs - clock.elapsedMs(), deadline.remainingMs()));
    }
  }

  /** Milliseconds an attempt is given: once nobody is left, or not yet, giving up early would help nobody. */
  #patienceMs(turn: Turn, startedAt: number, { leftFromMs }: Turns): number {
    const { lastAttemptTimeoutMs } = turn.candidate.latency;
    if (leftFromMs === undefined) return lastAttemptTimeoutMs;
    return Math.min(lastAttemptTimeoutMs, Math.max(this.#usualPatienceMs(turn), leftFromMs - startedAt));
  }

  #usualPatienceMs({ candidate }: Turn): number {
    return candidate.latency.attemptTimeoutMs(this.message.to.country);
  }

  #note(finish: Finish): void {
    this.#finished.push(finish);
    this.#onFinish();
  }

  /** Resolves when an attempt ends, or when what is scheduled wakes it, whichever is first. */
  #finishOr(schedule: (wake: () => void) => () => void): Promise<void> {
    return new Promise((resolve) => {
      const cancel = schedule(resolve);
      this.#onFinish = () => {
        cancel();
        resolve();
      };
    });
  }

  async #giveUpRest(): Promise<void> {
    for (const { limit, turn, startedAt } of this.#runners.values())
      limit.abort(this.#reasonToGiveUp(turn, startedAt));
    while (this.isRunning) {
      if (this.#finished.length === 0) await this.#finishOr(() => () => {});
      const finish = this.#finished.shift();
      if (finish !== undefined) this.#end(finish, 'outpaced');
    }
  }

  /** Only a silence that called for company is held against a provider. */
  #reasonToGiveUp({ candidate }: Turn, startedAt: number): Error {
    const silentMs = this.tools.clock.elapsedMs() - startedAt;
    const patienceMs = candidate.latency.hedgeDelayMs(this.message.to.country);
    return silentMs >= patienceMs ? new OutpacedError() : new NoLongerWantedError();
  }

  #end(finish: Finish, given?: 'outpaced'): void {
    const runner = this.#runners.get(finish.turn);
    if (runner === undefined) return;
    this.#runners.delete(finish.turn);
    runner.limit[Symbol.dispose]();
    const tookMs = this.tools.clock.elapsedMs() - runner.startedAt;
    const { candidate, reason } = finish.turn;
    this.attempts.push(
      finish.outcome === 'accepted'
        ? acceptedAttempt(candidate.name, reason, tookMs, finish.acceptance.providerMessageId)
        : failedAttempt(finish.error, reason, tookMs, given),
    );
    if (finish.outcome === 'failed' && given === undefined) this.#errors.push(finish.error);
    const isWinner = finish.outcome === 'accepted' && given === undefined;
    if (isWinner || this.#hedges === this.#paidBack || !this.#costsNoHedge(finish, tookMs)) return;
    this.#paidBack += 1;
    this.tools.hedgeBudget.refund();
  }

  /** The budget is for company that was begun and proved needless; a provider that failed, or was missing, did need it. */
  #costsNoHedge(finish: Finish, tookMs: number): boolean {
    const { candidate, reason } = finish.turn;
    if (reason === 'hedge') return finish.outcome === 'failed' && isNotBegun(finish.error);
    return candidate.latency.isMissing(this.message.to.country, tookMs);
  }

  /** @returns what cancels it */
  #scheduleSilence(turns: Turns, wake: () => void): () => void {
    const { clock, hedgeBudget } = this.tools;
    const { country } = this.message.to;
    const last = [...this.#runners.values()].at(-1);
    if (last === undefined || this.isOver || this.message.purpose === 'notification') return () => {};
    const besideFromMs = turns.besideFromMs;
    if (hedgeBudget.tokens < 1 || besideFromMs === undefined) return () => {};
    const silentFromMs = last.startedAt + last.turn.candidate.latency.hedgeDelayMs(country);
    return clock.schedule(Math.max(0, Math.max(silentFromMs, besideFromMs) - clock.elapsedMs()), wake);
  }
}
