import type { OutboundMessage } from '../message/outbound-message.js';
import { circuitOpen, isNotBegun, type ProviderError } from '../providers/provider-error.js';
import type { Acceptance } from '../providers/sms-provider.js';
import { type Attempt, acceptedAttempt, failedAttempt, passedOver } from './attempt.js';
import type { FailoverTools } from './failover-tools.js';
import type { Handover } from './handover.js';
import type { Candidate, Route } from './router.js';
import { Runner } from './runner.js';
import type { Turn, Turns } from './turns.js';
import { UndeliverableError } from './undeliverable.error.js';

interface Accepted {
  readonly outcome: 'accepted';
  readonly turn: Turn;
  readonly acceptance: Acceptance;
}

/** How one attempt ended. */
export type Finish =
  | Accepted
  | { readonly outcome: 'failed'; readonly turn: Turn; readonly error: ProviderError };

/** Timers of whole milliseconds may run so much too early. */
const TIMER_EARLINESS_MS = 1;

/** The attempts at one message: usually one at a time, more where a silent provider got company. */
export class Contest implements Disposable {
  /** Attempts that have ended, in the order they did. */
  readonly attempts: Attempt[] = [];
  readonly #errors: ProviderError[] = [];
  readonly #passedOver: Candidate[] = [];
  /** Attempts under way, the latest last. */
  #runners: readonly Runner[] = [];
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
    private readonly turns: Turns,
    private readonly tools: FailoverTools,
  ) {}

  get isRunning(): boolean {
    return this.#runners.length > 0;
  }

  /** Whether nobody else is to be asked: the caller gave up, or time is up. Attempts may still be ending. */
  get isOver(): boolean {
    return this.tools.signal.aborted || this.tools.deadline.remainingMs() === 0;
  }

  /** Whether the attempt begun last calls for company; one that had to wait for its place does so later. */
  get isSilent(): boolean {
    const silentFromMs = this.#runners.at(-1)?.silentFromMs ?? Number.POSITIVE_INFINITY;
    return this.tools.clock.elapsedMs() > silentFromMs - TIMER_EARLINESS_MS;
  }

  /** Notes that a provider was not asked because its breaker is open. */
  notePassedOver(candidate: Candidate): void {
    this.#passedOver.push(candidate);
    this.attempts.push(passedOver(candidate.name));
  }

  /** Begins an attempt; it ends at the latest with the deadline. */
  start(turn: Turn): void {
    if (turn.reason === 'hedge') this.#hedges += 1;
    const runner = new Runner(turn, this.message, this.turns, this.tools);
    this.#runners = [...this.#runners, runner];
    turn.candidate.send(this.message, runner.signal, runner).then(
      (acceptance) => this.#note({ outcome: 'accepted', turn, acceptance }),
      (error: ProviderError) => this.#note({ outcome: 'failed', turn, error }),
    );
  }

  /** The next attempt to end, or `silence` when it is time to start another beside those under way. */
  async nextFinish(): Promise<Finish | 'silence'> {
    // Time that is up already would only be up later.
    if (!this.isOver) for (const runner of this.#runners) runner.reconsider();
    if (this.#finished.length === 0) await this.#finishWithin(this.#companyInMs());
    const finish = this.#finished.shift();
    if (finish === undefined) return 'silence';
    this.#end(finish);
    return finish;
  }

  /** Gives up the attempts still under way and tells what was handed over. */
  async settleWon(winner: Accepted): Promise<Handover> {
    if (this.isRunning) await this.#giveUpRest(winner);
    const { providerMessageId } = winner.acceptance;
    const provider = winner.turn.candidate.name;
    return { status: 'accepted', provider, providerMessageId, attempts: this.attempts };
  }

  /**
   * Gives up the attempts still under way. One that turns out to have been accepted is what was handed over, whatever
   * another provider says of the message.
   *
   * @throws {UndeliverableError} when nobody accepted.
   * @throws the caller's reason where it gave up before anybody was asked.
   */
  async settleLost(): Promise<Handover> {
    const accepted = await this.#giveUpRest();
    if (accepted !== undefined) return this.settleWon(accepted);
    const { country } = this.message.to;
    const refusals = this.#passedOver.map((candidate) =>
      circuitOpen(candidate.name, candidate.retryAfterMs(country)),
    );
    const errors = [...refusals, ...this.#errors];
    const { signal } = this.tools;
    if (errors.length === 0 && signal.aborted) throw signal.reason;
    throw new UndeliverableError(errors, {
      messageId: this.message.id,
      route: this.route.names,
      routeReason: this.route.reason,
      attempts: this.attempts,
    });
  }

  [Symbol.dispose](): void {
    for (const runner of this.#runners) runner[Symbol.dispose]();
  }

  #note(finish: Finish): void {
    this.#finished.push(finish);
    this.#onFinish();
  }

  /** Resolves when an attempt has ended, or after `mostMs`. */
  #finishWithin(mostMs?: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = mostMs === undefined ? undefined : this.tools.clock.schedule(mostMs, resolve);
    this.#onFinish = () => {
      cancel?.();
      resolve();
    };
    return promise;
  }

  /** @returns the winner: the one there was, or the first of the rest to tell of an acceptance */
  async #giveUpRest(winner?: Accepted): Promise<Accepted | undefined> {
    for (const runner of this.#runners) runner.giveUp();
    let accepted = winner;
    while (this.isRunning) {
      if (this.#finished.length === 0) await this.#finishWithin();
      const finish = this.#finished.shift();
      if (finish === undefined) continue;
      const isWinner = accepted === undefined && finish.outcome === 'accepted';
      if (isWinner) accepted = finish;
      this.#end(finish, isWinner ? undefined : 'outpaced');
    }
    return accepted;
  }

  #end(finish: Finish, keptAs?: 'outpaced'): void {
    const runner = this.#runners.find(({ turn }) => turn === finish.turn);
    if (runner === undefined) return;
    this.#runners = this.#runners.filter((other) => other !== runner);
    runner[Symbol.dispose]();
    const { tookMs, silentMs } = runner;
    const { candidate, reason } = finish.turn;
    this.attempts.push(
      finish.outcome === 'accepted'
        ? acceptedAttempt(candidate.name, reason, tookMs, finish.acceptance.providerMessageId)
        : failedAttempt(finish.error, reason, tookMs, keptAs),
    );
    if (finish.outcome === 'failed' && keptAs === undefined) this.#errors.push(finish.error);
    const isWinner = finish.outcome === 'accepted' && keptAs === undefined;
    if (isWinner || this.#hedges === this.#paidBack || !this.#costsNoHedge(finish, silentMs)) return;
    this.#paidBack += 1;
    this.tools.hedgeBudget.refund();
  }

  /**
   * Company costs the budget only if it proves needless. It was needed where the other provider failed or was missing;
   * where nothing was sent there is no copy.
   */
  #costsNoHedge(finish: Finish, silentMs: number): boolean {
    const { candidate, reason } = finish.turn;
    if (finish.outcome === 'failed' && isNotBegun(finish.error)) return true;
    return reason !== 'hedge' && candidate.latency.isMissing(this.message.to.country, silentMs);
  }

  /** Milliseconds until company is called for; `undefined` where it never is. */
  #companyInMs(): number | undefined {
    const { clock, hedgeBudget } = this.tools;
    const last = this.#runners.at(-1);
    if (last === undefined || this.isOver || this.message.purpose === 'notification') return undefined;
    const { besideFromMs } = this.turns;
    if (hedgeBudget.tokens < 1 || besideFromMs === undefined) return undefined;
    return Math.max(0, Math.max(last.silentFromMs, besideFromMs) - clock.elapsedMs());
  }
}
