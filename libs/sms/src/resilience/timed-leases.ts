import type { Clock } from './clock.js';
import type { LeaseAnswer, LeaseClaim, Leases } from './leases.js';
import { orSilent, STORE_LIMIT_MS } from './within.js';

/** Leases that fail where those behind them are silent. What was asked of these may have been done. */
export class TimedLeases implements Leases {
  constructor(
    private readonly leases: Leases,
    private readonly clock: Clock,
  ) {}

  take(name: string, claim: LeaseClaim): Promise<LeaseAnswer> {
    return orSilent(STORE_LIMIT_MS, this.clock, this.leases.take(name, claim));
  }

  note(name: string, holder: string, note: string): Promise<boolean> {
    return orSilent(STORE_LIMIT_MS, this.clock, this.leases.note(name, holder, note));
  }

  release(name: string, holder: string): Promise<void> {
    return orSilent(STORE_LIMIT_MS, this.clock, this.leases.release(name, holder));
  }
}
