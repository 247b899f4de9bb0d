import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../clock.js';
import { LONGEST_TOKEN_MS } from '../signing/signing-key.js';
import { SessionSettings } from './session.js';
import { SessionStore } from './session.store.js';

const SWEEP_EVERY_MS = 60_000;
/** How much longer than the grace a token stays sealed: another instance's clock may be behind. */
const CLOCK_SKEW_MS = 60_000;

/** Erases sealed tokens once the grace is over, and forgets sessions that nothing can continue. */
@Injectable()
export class SessionSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(SessionSweep.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: SessionStore,
    private readonly settings: SessionSettings,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.sweep();
    this.timer = setInterval(() => void this.sweep(), SWEEP_EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Sweeps once. A failure is logged and left to the next sweep. */
  async sweep(): Promise<void> {
    const now = this.clock.now();
    try {
      await this.store.unseal(now - this.settings.graceMs - CLOCK_SKEW_MS);
      // Its last access token may outlive its last refresh token, and is checked against the session.
      await this.store.forget(now - LONGEST_TOKEN_MS);
    } catch (error) {
      this.logger.error({ err: error, msg: 'could not sweep sessions' });
    }
  }
}
