import type { SessionTable } from '@standby/database';
import type { Scheduler } from 'fast-check';
import { vi } from 'vitest';
import { Problem } from '../http/problem.js';
import type { MovedClock } from './auth-app.js';
import type { ProcessOn } from './process-on.js';

/** Which token somebody comes with, counted back from the one that can be used when the round begins. */
export type Back = 0 | 1 | 2;

/** Who come at the same moment, at one process after the other. */
export interface Round {
  /** Seconds since the round before. */
  readonly after: number;
  readonly backs: readonly Back[];
}

/** What a round came to. */
export interface Outcome {
  /** The token that could be used when it began. */
  readonly current: string;
  /** Time since that one replaced the one before, in ms. */
  readonly age: number;
  readonly status: SessionTable['status'] | undefined;
  /** Answers to those who came with one token: the token they got, or that they were refused. */
  readonly answersTo: (back: Back) => readonly string[];
}

export const REFUSED = 'refused';

/** Every call of a store waits for its turn before it happens, and again before it is known to have happened. */
export class Turns {
  scheduler: Scheduler | undefined;

  take({ store }: ProcessOn): void {
    const findByFamily = store.findByFamily.bind(store);
    const rotate = store.rotate.bind(store);
    const end = store.end.bind(store);
    vi.spyOn(store, 'findByFamily').mockImplementation((...given) =>
      this.#inTurn('find', () => findByFamily(...given)),
    );
    vi.spyOn(store, 'rotate').mockImplementation((...given) =>
      this.#inTurn('rotate', () => rotate(...given)),
    );
    vi.spyOn(store, 'end').mockImplementation((...given) => this.#inTurn('end', () => end(...given)));
  }

  async #inTurn<T>(name: string, call: () => Promise<T>): Promise<T> {
    await this.scheduler?.schedule(Promise.resolve(), name);
    const result = await call();
    await this.scheduler?.schedule(Promise.resolve(), `${name} is known`);
    return result;
  }
}

/** One family of refresh tokens, with everything it ever gave out, and many who come with them. */
export class ContestedFamily {
  #rotatedAt = Number.NEGATIVE_INFINITY;

  private constructor(
    private readonly processes: readonly ProcessOn[],
    private readonly clock: MovedClock,
    private readonly sessionId: string,
    private readonly tokens: string[],
  ) {}

  static async open(processes: readonly ProcessOn[], clock: MovedClock): Promise<ContestedFamily> {
    const opened = await processes[0]?.sessions.open('account', {});
    if (opened === undefined) throw new RangeError('a family needs a process');
    return new ContestedFamily(processes, clock, opened.session.id, [opened.refreshToken]);
  }

  /** Lets all of a round come in an order that the scheduler chooses, call by call. */
  async play({ after, backs }: Round, scheduler: Scheduler): Promise<Outcome> {
    this.clock.advance(after);
    const age = this.clock.now() - this.#rotatedAt;
    const known = backs.map((back): Back => (back < this.tokens.length ? back : 0));
    const all = Promise.all(known.map((back, at) => this.#refresh(this.tokens.at(-1 - back) ?? '', at)));
    await scheduler.waitFor(all);
    const answers = await all;
    const answersTo = (back: Back) => answers.filter((_, index) => known[index] === back);
    const current = this.tokens.at(-1) ?? '';
    const next = answersTo(0).find((answer) => answer !== REFUSED);
    if (next !== undefined) {
      this.tokens.push(next);
      this.#rotatedAt = this.clock.now();
    }
    return { current, age, status: await this.#status(), answersTo };
  }

  async #refresh(token: string, at: number): Promise<string> {
    const { sessions } = this.processes[at % this.processes.length] ?? {};
    try {
      return (await sessions?.refresh(token))?.refreshToken ?? '';
    } catch (error) {
      if (error instanceof Problem && error.code === 'refresh-token-invalid') return REFUSED;
      throw error;
    }
  }

  async #status(): Promise<SessionTable['status'] | undefined> {
    return (await this.processes[0]?.store.find(this.sessionId))?.status;
  }
}
