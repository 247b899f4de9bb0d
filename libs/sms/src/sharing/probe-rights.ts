import type { Clock } from '../resilience/clock.js';
import { type Leases, leaseClaim } from '../resilience/leases.js';
import { breakerOf, type Circuit } from './circuits.js';

/** How long an instance has the right to a probe, unless it is making it, in ms. */
const RIGHT_MS = 5000;

/** Of all instances, gives one the right to the probe of a circuit whose open time is over. */
export class ProbeRights {
  /** Until when this instance has the right, in monotonic ms, by circuit. */
  readonly #until = new Map<string, number>();

  constructor(
    private readonly leases: Leases,
    private readonly holder: string,
    private readonly clock: Clock,
  ) {}

  has({ name }: Circuit): boolean {
    return (this.#until.get(name) ?? 0) > this.clock.elapsedMs();
  }

  /**
   * Asks for the right where a probe is due, and again while the probe is under way. Whoever had it and had no message
   * to probe with leaves it to another for a while. To be called about once a second.
   */
  async ask(circuit: Circuit): Promise<void> {
    const { name } = circuit;
    const isDue = breakerOf(circuit)?.isDueForProbe ?? false;
    if (!isDue && !this.has(circuit)) this.#until.delete(name);
    else if (!isDue) await this.#take(name);
    else if (!this.#until.has(name)) await this.#take(name);
    else if (!this.has(circuit)) this.#until.delete(name);
  }

  async #take(name: string): Promise<void> {
    const until = this.clock.elapsedMs() + RIGHT_MS;
    const claim = leaseClaim(this.holder, this.clock.wallMs(), RIGHT_MS);
    const { lease } = await this.leases.take(`probe of the circuit ${name}`, claim);
    if (lease === 'taken') this.#until.set(name, until);
    else this.#until.delete(name);
  }
}
