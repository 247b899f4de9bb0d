import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { PumpingCounters } from '@standby/sms';
import { Clock } from '../clock.js';
import { SpentProofs } from '../human-check/spent-proofs.js';
import { DecisionStore } from './decision.store.js';
import { GuardSettings } from './guard-settings.js';

const SWEEP_EVERY_MS = 3_600_000;

/** Forgets decisions after their time, and what the guard has counted as soon as nothing depends on it. */
@Injectable()
export class GuardSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(GuardSweep.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly decisions: DecisionStore,
    private readonly counters: PumpingCounters,
    private readonly proofs: SpentProofs,
    private readonly settings: GuardSettings,
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
      await this.decisions.sweep(now - this.settings.keptMs);
      await this.counters.forget(now);
      await this.proofs.sweep(now);
    } catch (error) {
      this.logger.error({ err: error, msg: 'could not sweep what the guard counted' });
    }
  }
}
