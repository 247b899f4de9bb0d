import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Chores } from '../chores.js';
import { WallClock } from '../wall-clock.js';
import { SessionSettings } from './session.js';
import { SessionStore } from './session.store.js';

const SWEEP_EVERY_MS = 60_000;
/** How much later than it could be all is erased: another instance's clock may be behind. */
const MARGIN_MS = 60_000;

/** Erases sealed tokens once the grace is over, and forgets sessions that nothing can continue. */
@Injectable()
export class SessionSweep implements OnApplicationBootstrap {
  constructor(
    private readonly store: SessionStore,
    private readonly settings: SessionSettings,
    private readonly clock: WallClock,
    private readonly chores: Chores,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    return this.chores.begin({
      name: SessionSweep.name,
      everyMs: SWEEP_EVERY_MS,
      failure: 'could not sweep sessions',
      run: () => this.sweep(),
    });
  }

  async sweep(): Promise<void> {
    const now = this.clock.now();
    await this.store.unseal(now - this.settings.graceMs - MARGIN_MS);
    await this.store.forget(now - MARGIN_MS);
  }
}
