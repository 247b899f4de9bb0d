import type { Counts, FaultOrder, TakenMessage } from '@standby/testbed';
import { CARRIERS, type CarrierName } from './fault-plan.js';

/** The most the testbed lists at a time. */
const MOST_LISTED = 1000;

/** Messages taken in a time that nobody has looked at before the testbed's memory was gone. */
export interface Blindness {
  /** The last look began here; ms of `performance.now()`. */
  readonly from: number;
  readonly until: number;
}

/** Drives a testbed in another process and remembers what it took, over its deaths. */
export class Inbox {
  readonly #seen = new Map<string, TakenMessage>();
  #ofThisLife: readonly TakenMessage[] = [];

  constructor(private readonly url: string) {}

  /** Every message seen that reached its recipient. */
  get messages(): TakenMessage[] {
    return [...this.#seen.values()];
  }

  /** Those the running testbed still knows. */
  get ofThisLife(): readonly TakenMessage[] {
    return this.#ofThisLife;
  }

  async look(): Promise<void> {
    const listed: readonly TakenMessage[] = await this.#get(`/messages?limit=${MOST_LISTED}`);
    this.#ofThisLife = listed.filter(({ status }) => status !== 'failed');
    for (const message of this.#ofThisLife) this.#seen.set(message.id, message);
  }

  codeFor(to: string): string | undefined {
    const message = this.messages.find((candidate) => candidate.to === to);
    return message && /\b\d{6}\b/.exec(message.body)?.[0];
  }

  /** What each carrier counted in this life of the testbed, in the order of {@link CARRIERS}. */
  async counts(): Promise<Counts[]> {
    const all: Readonly<Record<CarrierName, Counts>> = await this.#get('/requests');
    return CARRIERS.map((name) => all[name]);
  }

  async setFaults(faults: Readonly<Record<CarrierName, FaultOrder>>): Promise<void> {
    for (const [provider, order] of Object.entries(faults)) {
      const path = `${this.url}/_testbed/faults/${provider}`;
      const answer = await fetch(path, { method: 'PUT', body: JSON.stringify(order) });
      if (!answer.ok) throw new Error(await answer.text());
    }
  }

  async clearFaults(): Promise<void> {
    await fetch(`${this.url}/_testbed/faults`, { method: 'DELETE' });
  }

  async #get<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.url}/_testbed${path}`);
    if (!answer.ok) throw new Error(await answer.text());
    return JSON.parse(await answer.text());
  }
}
