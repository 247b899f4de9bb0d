import type { Clock } from '../../libs/sms/src/resilience/clock.js';
import type { Dice } from './dice.js';
import { EventQueue } from './event-queue.js';

/** How well timers keep their time. */
export type TimerManner =
  | { readonly name: 'exact' }
  /** Whole milliseconds, cut off, at least 1: a timer may run a little too early. @see Node.js `setTimeout` */
  | { readonly name: 'as-node' }
  /** The process is busy. */
  | { readonly name: 'late'; readonly upToMs: number };

/** Sums of times as fractions differ in their last digits. */
const ROUNDING_MS = 1e-6;

/** Time that passes only from event to event; the engine's timers and the world's events share one order. */
export class VirtualClock implements Clock {
  readonly #queue = new EventQueue();
  #elapsedMs = 0;
  #wallStartMs = Date.UTC(2030, 0, 1);
  #timers = 0;
  #step = 0;
  #stalledAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly manner: TimerManner,
    private readonly dice: Dice,
  ) {}

  elapsedMs(): number {
    return this.#elapsedMs;
  }

  wallMs(): number {
    return this.#wallStartMs + this.#elapsedMs;
  }

  /** A timer of the engine's. */
  schedule(delayMs: number, task: () => void): () => void {
    this.#timers += 1;
    const event = this.#queue.add(this.#elapsedMs + this.#timerMs(delayMs), () => {
      this.#timers -= 1;
      task();
    });
    return () => {
      if (event.state !== 'due') return;
      event.state = 'cancelled';
      this.#timers -= 1;
    };
  }

  /** Something that happens in the world, exactly `delayMs` from now. */
  after(delayMs: number, happen: () => void): void {
    this.#queue.add(this.#elapsedMs + delayMs, happen);
  }

  /** Timers of the engine's that have neither run nor been cancelled. */
  get timers(): number {
    return this.#timers;
  }

  /** Events that have happened. */
  get step(): number {
    return this.#step;
  }

  /**
   * The latest moment, in monotonic ms, at which work begun with a limit may end: when its timer and the ticks after it have
   * run, however late they are.
   */
  latestEndMs(beganAtMs: number, limitMs: number, ticks = 1): number {
    const hasStalled = this.#stalledAtMs > beganAtMs;
    const dueAtMs = Math.max(beganAtMs + limitMs, hasStalled ? this.#stalledAtMs : 0);
    return dueAtMs + (1 + ticks) * this.#latenessMs + ROUNDING_MS;
  }

  /** The process stands still, as on a suspended machine; whatever falls due meanwhile comes late, all at once. */
  stall(ms: number): void {
    this.#elapsedMs += ms;
    this.#stalledAtMs = this.#elapsedMs;
  }

  /** Sets the wall clock forward, or back where negative, as an operator or NTP does. */
  jumpWallClock(ms: number): void {
    this.#wallStartMs += ms;
  }

  /** Goes to the next event and lets it happen; `false` when there is none. */
  runNext(): boolean {
    const next = this.#queue.takeNext();
    if (next === undefined) return false;
    this.#elapsedMs = Math.max(this.#elapsedMs, next.dueAtMs);
    this.#step += 1;
    next.run();
    return true;
  }

  /** How much later than asked a timer may run. */
  get #latenessMs(): number {
    if (this.manner.name === 'late') return this.manner.upToMs;
    return this.manner.name === 'as-node' ? 1 : 0;
  }

  #timerMs(delayMs: number): number {
    if (this.manner.name === 'as-node') return Math.max(1, Math.trunc(delayMs));
    const dueInMs = Math.max(0, delayMs);
    return this.manner.name === 'exact' ? dueInMs : dueInMs + this.dice.between(0, this.manner.upToMs);
  }
}

/**
 * Resolves when every promise that can settle without time passing has settled.
 *
 * Exact, and without going round the event loop: called from a promise's continuation, Node runs the next tick only once
 * its queue of microtasks is empty.
 *
 * @see https://nodejs.org/api/process.html#when-to-use-queuemicrotask-vs-processnexttick
 */
export function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
