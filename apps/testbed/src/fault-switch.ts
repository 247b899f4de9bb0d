import type { SwitchedFault } from './fault-orders.js';
import type { Fault } from './faults.js';

const HEALTHY: Fault = { fault: 'healthy' };

/** Holds what one provider is told to do wrong, and draws one fault a request. */
export class FaultSwitch {
  #faults: readonly SwitchedFault[] = [];

  /** `random` yields numbers from 0 up to, not including, 1. */
  constructor(private readonly random: () => number) {}

  /** What is switched on; empty means healthy. */
  get faults(): readonly SwitchedFault[] {
    return this.#faults;
  }

  /** Whether no connection may be accepted at all, which only a `refused` for every request asks for. */
  get isRefusing(): boolean {
    return this.#faults.some(({ fault, probability }) => fault === 'refused' && probability === 1);
  }

  turnTo(faults: readonly SwitchedFault[]): void {
    this.#faults = faults.filter(({ fault }) => fault !== 'healthy');
  }

  /** Draws one fault by the shares given, in their order; what is left over is healthy. */
  draw(): Fault {
    if (this.#faults.length === 0) return HEALTHY;
    let point = this.random();
    for (const fault of this.#faults) {
      if (point < fault.probability) return fault;
      point -= fault.probability;
    }
    return HEALTHY;
  }
}
