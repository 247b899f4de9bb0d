import { randomUUID } from 'node:crypto';
import type { Clock } from '../resilience/clock.js';
import { type Leases, leaseClaim } from '../resilience/leases.js';
import { TimedLeases } from '../resilience/timed-leases.js';
import { parseToldReport, type ToldReport } from './told-report.js';

/** Whose it is to ask: this instance's, or another's, with what that was told last. */
export type QuestionLease =
  | { readonly lease: 'mine' }
  | { readonly lease: 'of-another'; readonly told: ToldReport | undefined };

/** For how long, in ms: until a question has been answered, or the next has. */
export interface QuestionTimes {
  readonly forMs: number;
  /** The longest that can be, with any instance. */
  readonly longestMs: number;
}

/** How long a lease lasts beyond what is due in it, in ms: who is late by more is taken for gone. */
const SPARE_MS = 5000;

/** Of all instances, lets one at a time ask a provider how it stands, and tells the others what it was told. */
export class QuestionLeases {
  readonly #holder = randomUUID();
  readonly #leases: Leases;

  constructor(
    leases: Leases,
    private readonly clock: Clock,
  ) {
    this.#leases = new TimedLeases(leases, clock);
  }

  async take(provider: string, untilAnswered: QuestionTimes): Promise<QuestionLease> {
    try {
      const { lease, note } = await this.#claim(provider, untilAnswered);
      if (lease === 'taken') return { lease: 'mine' };
      return { lease: 'of-another', told: note === undefined ? undefined : parseToldReport(note) };
    } catch {
      // Until the leases can be reached every instance asks for itself, which costs some questions and is not logged: that
      // the database does not answer, `SharedCircuits` tells.
      return { lease: 'mine' };
    }
  }

  /** Keeps the lease until the next question is due and has been answered. */
  async keep(provider: string, told: ToldReport, untilNextAnswered: QuestionTimes): Promise<void> {
    try {
      await this.#claim(provider, untilNextAnswered);
      await this.#leases.note(nameOf(provider), this.#holder, JSON.stringify(told));
    } catch {
      // As above.
    }
  }

  /** Leaves the questions to another instance. */
  async giveUp(provider: string): Promise<void> {
    await this.#leases.release(nameOf(provider), this.#holder).catch(() => {});
  }

  #claim(provider: string, { forMs, longestMs }: QuestionTimes): ReturnType<Leases['take']> {
    const now = this.clock.wallMs();
    const claim = leaseClaim(this.#holder, now, forMs + SPARE_MS, longestMs + SPARE_MS);
    return this.#leases.take(nameOf(provider), claim);
  }
}

function nameOf(provider: string): string {
  return `questions to ${provider}`;
}
