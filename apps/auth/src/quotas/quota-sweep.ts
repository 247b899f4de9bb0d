import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { QuotaCounters } from './quota-counters.js';

const SWEEP_EVERY_MS = 3_600_000;

/** Forgets the counters of windows that have ended. */
@Injectable()
export class QuotaSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(QuotaSweep.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly counters: QuotaCounters) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.sweep();
    this.timer = setInterval(() => void this.sweep(), SWEEP_EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Sweeps once. A failure is logged and left to the next sweep. */
  async sweep(): Promise<void> {
    try {
      await this.counters.sweep();
    } catch (error) {
      this.logger.error({ err: error, msg: 'could not sweep quotas' });
    }
  }
}
