import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../resilience/clock.js';

interface Task {
  readonly dueAtMs: number;
  readonly run: () => void;
}

/** A clock that stands still until it is moved by hand. */
export class ManualClock implements Clock {
  #elapsedMs = 0;
  #wallStartMs: number;
  /** In order of time; tasks due at the same time in the order they were scheduled. */
  #tasks: readonly Task[] = [];

  /** @param wallStartMs what the wall clock shows at first, in ms since the Unix epoch */
  constructor(wallStartMs = Date.UTC(2030, 0, 1)) {
    this.#wallStartMs = wallStartMs;
  }

  elapsedMs(): number {
    return this.#elapsedMs;
  }

  wallMs(): number {
    return this.#wallStartMs + this.#elapsedMs;
  }

  schedule(delayMs: number, run: () => void): () => void {
    const task: Task = { dueAtMs: this.#elapsedMs + Math.max(0, delayMs), run };
    this.#tasks = [...this.#tasks, task].toSorted((a, b) => a.dueAtMs - b.dueAtMs);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task);
    };
  }

  /** Tasks scheduled and neither run nor cancelled. */
  get pending(): number {
    return this.#tasks.length;
  }

  /** Moves time on by `ms` and runs, each at its time, the tasks due on the way, those they schedule included. */
  advance(ms: number): void {
    const end = this.#elapsedMs + ms;
    while (this.#runNextUntil(end));
    this.#elapsedMs = end;
  }

  /** As {@link advance}, and lets the promises settle before each task and at the end. */
  async advanceAsync(ms: number): Promise<void> {
    const end = this.#elapsedMs + ms;
    do await setImmediate();
    while (this.#runNextUntil(end));
    this.#elapsedMs = end;
  }

  /** Sets the wall clock forward, or back where negative, as an operator or NTP does; elapsed time and tasks stay. */
  jumpWallClock(ms: number): void {
    this.#wallStartMs += ms;
  }

  #runNextUntil(endMs: number): boolean {
    const [next, ...later] = this.#tasks;
    if (next === undefined || next.dueAtMs > endMs) return false;
    this.#tasks = later;
    this.#elapsedMs = next.dueAtMs;
    next.run();
    return true;
  }
}
