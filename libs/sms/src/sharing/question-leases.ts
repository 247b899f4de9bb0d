import { randomUUID } from 'node:crypto';
import type { ProbeReport } from '../providers/probe-report.js';
import type { Clock } from '../resilience/clock.js';
import type { Leases } from '../resilience/leases.js';
import { TimedLeases } from '../resilience/timed-leases.js';
import { parseToldReport, type ToldReport } from './told-report.js';

/** Whose it is to ask: this instance's, or another's, with what that was told last. */
export type QuestionLease =
  | { readonly lease: 'mine' }
  | { readonly lease: 'of-another'; readonly told: ToldReport | undefined };

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

  /** @param forMs how long the question may take, at most */
  async take(provider: string, forMs: number): Promise<QuestionLease> {
    try {
      const { lease, note } = await this.#claim(provider, forMs);
      if (lease === 'taken') return { lease: 'mine' };
      return { lease: 'of-another', told: note === undefined ? undefined : parseToldReport(note) };
    } catch {
      // Until the leases can be reached every instance asks for itself, which costs some questions and is not logged: that
      // the database does not answer, `SharedCircuits` tells.
      return { lease: 'mine' };
    }
  }

  /** Keeps the lease until the next question is due and has been answered. */
  async keep(provider: string, { verdict, warnings }: ProbeReport, at: Date, forMs: number): Promise<void> {
    const told: ToldReport = { at: at.getTime(), verdict, warnings };
    try {
      await this.#claim(provider, forMs);
      await this.#leases.note(nameOf(provider), this.#holder, JSON.stringify(told));
    } catch {
      // As above.
    }
  }

  /** Leaves the questions to another instance. */
  async giveUp(provider: string): Promise<void> {
    await this.#leases.release(nameOf(provider), this.#holder).catch(() => {});
  }

  #claim(provider: string, forMs: number): ReturnType<Leases['take']> {
    const now = this.clock.wallMs();
    const endsAt = Math.ceil(now + forMs + SPARE_MS);
    return this.#leases.take(nameOf(provider), { holder: this.#holder, now, endsAt });
  }
}

function nameOf(provider: string): string {
  return `questions to ${provider}`;
}
