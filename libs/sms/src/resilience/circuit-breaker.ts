import { type BreakerOptions, OPEN_SPREAD } from './breaker.options.js';
import type { Clock } from './clock.js';
import { noChanceRun } from './no-chance-run.js';
import { OutcomeWindow } from './outcome-window.js';

/** What a finished call says of the service; `ignored` says nothing (a bad number, a caller that gave up). */
export type Verdict =
  | { readonly name: 'success' }
  | { readonly name: 'failure' }
  | { readonly name: 'ignored' }
  /** The service is alive and asks for less; opens no longer than it asked. */
  | { readonly name: 'throttled'; readonly retryAfterMs: number | undefined }
  /** Nothing will succeed until somebody mends it. */
  | { readonly name: 'fatal' };

type State =
  | { readonly name: 'closed'; consecutiveFailures: number; readonly window: OutcomeWindow }
  | { readonly name: 'open'; readonly until: number; readonly openings: number; readonly by: Informant }
  | { readonly name: 'half-open'; readonly openings: number; probe: 'free' | 'taken' };

export type BreakerState = State['name'];

/** `another`: a breaker of the same service, in another process. */
export type Informant = 'itself' | 'another';

export interface BreakerTransition {
  readonly from: BreakerState;
  readonly to: BreakerState;
  readonly by: Informant;
}

/** What a breaker is told by another of the same service. */
export type BreakerNews =
  | { readonly state: 'closed' }
  /** `forMs`: until a probe is worth it, in ms from now. */
  | { readonly state: 'open'; readonly openings: number; readonly forMs: number };

/** Leave to make one call; exactly one of `settle` and the end of the process follows. */
export interface Permit {
  /** Whether this call is the one probe of a half-open breaker. */
  readonly isProbe: boolean;
  /** Tells the outcome; the first word counts, and none that comes from before the last change of state. */
  settle(verdict: Verdict, tookMs: number): void;
}

/**
 * Stops calls to a service that fails, and lets one through at a time to see whether it is back.
 *
 *            failures in a row, failure rate, slow rate, fatal
 *     closed ────────────────────────────────────────────────▶ open
 *        ▲                                                     │  ▲
 *        │ probe succeeds                    open time is over │  │ probe fails: open longer
 *        └───────────────────── half-open ◀────────────────────┘  │
 *                                   └─────────────────────────────┘
 */
export class CircuitBreaker {
  #state: State;
  #generation = 0;

  constructor(
    private readonly options: BreakerOptions,
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly onTransition: (transition: BreakerTransition) => void = () => {},
    /** Whether the one probe is this breaker's to make, once the open time is over; others may have it. */
    private readonly mayProbe: () => boolean = () => true,
  ) {
    this.#state = this.#closed();
  }

  /** Who found out that it had to open; `undefined` unless it is open. */
  get openedBy(): Informant | undefined {
    return this.#state.name === 'open' ? this.#state.by : undefined;
  }

  get isClosed(): boolean {
    return this.#state.name === 'closed';
  }

  /** How often it has opened in a row; 0 while it is closed. */
  get openings(): number {
    return this.#state.name === 'closed' ? 0 : this.#state.openings;
  }

  /** Whether its open time is over, and nobody probes yet, whoever may. */
  get isDueForProbe(): boolean {
    return this.#state.name === 'open' && this.clock.elapsedMs() >= this.#state.until;
  }

  /** The state as of now; asking changes nothing. */
  get state(): BreakerState {
    const state = this.#state;
    return state.name === 'open' && this.#isOver(state) ? 'half-open' : state.name;
  }

  /** Whether a call would be let through now; asking changes nothing. */
  get isAvailable(): boolean {
    const state = this.#state;
    if (state.name === 'half-open') return state.probe === 'free';
    return state.name === 'closed' || this.#isOver(state);
  }

  /** Milliseconds for which no call passes; 0 also while the one probe is under way. Asking changes nothing. */
  retryAfterMs(): number {
    const state = this.#state;
    return state.name === 'open' ? Math.max(0, state.until - this.clock.elapsedMs()) : 0;
  }

  /** Leave for one call, or `undefined` while open or while the one probe is under way. */
  tryAcquire(): Permit | undefined {
    if (this.#state.name === 'open' && this.#isOver(this.#state)) {
      this.#become({ name: 'half-open', openings: this.#state.openings, probe: 'free' });
    }
    const state = this.#state;
    if (state.name === 'closed') return this.#permit('call');
    if (state.name === 'open' || state.probe === 'taken') return undefined;
    state.probe = 'taken';
    return this.#permit('probe');
  }

  /** Opens it anew, for the next longer time, when it is known that no probe would succeed; else changes nothing. */
  prolong(): void {
    if (this.#state.name === 'open') this.#open(this.#state.openings + 1);
  }

  /** Closes it, whatever it was for; answers to calls under way say nothing any more. */
  close(by: Informant): void {
    if (!this.isClosed) this.#become(this.#closed(), by);
  }

  /** Takes on what another breaker of the same service has learnt; answers to calls under way say nothing any more. */
  heed(news: BreakerNews): void {
    if (news.state === 'closed') {
      this.close('another');
      return;
    }
    const until = this.clock.elapsedMs() + news.forMs;
    if (this.#state.name === 'open' && this.#state.until >= until) return;
    this.#become({ name: 'open', until, openings: news.openings, by: 'another' }, 'another');
  }

  #permit(leaveFor: 'call' | 'probe'): Permit {
    const generation = this.#generation;
    let settled = false;
    return {
      isProbe: leaveFor === 'probe',
      settle: (verdict, tookMs) => {
        if (settled) return;
        settled = true;
        if (generation === this.#generation) this.#record(verdict, tookMs);
      },
    };
  }

  #record(verdict: Verdict, tookMs: number): void {
    const state = this.#state;
    if (state.name === 'closed') this.#recordWhileClosed(state, verdict, tookMs);
    if (state.name === 'half-open') this.#recordProbe(state, verdict);
  }

  #recordWhileClosed(state: State & { name: 'closed' }, verdict: Verdict, tookMs: number): void {
    if (verdict.name === 'ignored') return;
    if (verdict.name === 'fatal') {
      this.#open(1);
      return;
    }
    const end = verdict.name === 'success' ? 'success' : 'failure';
    const pace = tookMs >= this.options.slowCallMs ? 'slow' : 'usual';
    state.consecutiveFailures = end === 'failure' ? state.consecutiveFailures + 1 : 0;
    state.window.add(end, pace, this.clock.elapsedMs());
    if (!this.#isTooMuch(state)) return;
    if (verdict.name === 'throttled') this.#open(1, verdict.retryAfterMs);
    else this.#open(1);
  }

  #recordProbe(state: State & { name: 'half-open' }, verdict: Verdict): void {
    if (verdict.name === 'success') this.#become(this.#closed());
    else if (verdict.name === 'throttled') this.#open(state.openings, verdict.retryAfterMs);
    // It proved nothing: the next call may be the probe.
    else if (verdict.name === 'ignored') state.probe = 'free';
    else this.#open(state.openings + 1);
  }

  #isTooMuch({ consecutiveFailures, window }: State & { name: 'closed' }): boolean {
    const { options } = this;
    const { calls, failures, slow } = window.totals(this.clock.elapsedMs());
    const isFew = calls < options.minimumCalls;
    const run = isFew
      ? options.consecutiveFailures
      : Math.max(options.consecutiveFailures, noChanceRun(calls));
    if (consecutiveFailures >= run) return true;
    if (isFew) return false;
    return failures >= calls * options.failureRate || slow >= calls * options.slowCallRate;
  }

  /** @param askedMs the time the service itself asked for; it replaces the growing one, within its bounds */
  #open(openings: number, askedMs?: number): void {
    const { openMs, maxOpenMs } = this.options;
    const grownMs = Math.min(maxOpenMs, openMs * 2 ** (openings - 1));
    const forMs = askedMs === undefined ? grownMs : Math.min(askedMs, maxOpenMs);
    const until = this.clock.elapsedMs() + forMs * (1 + this.random() * OPEN_SPREAD);
    this.#become({ name: 'open', until, openings, by: 'itself' });
  }

  #become(next: State, by: Informant = 'itself'): void {
    const from = this.#state.name;
    this.#generation += 1;
    this.#state = next;
    this.onTransition({ from, to: next.name, by });
  }

  #closed(): State {
    return { name: 'closed', consecutiveFailures: 0, window: new OutcomeWindow(this.options.windowMs) };
  }

  #isOver(state: State & { name: 'open' }): boolean {
    return this.clock.elapsedMs() >= state.until && this.mayProbe();
  }
}
