import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PumpingCounters } from '@standby/sms';
import { Chores } from '../chores.js';
import { SpentProofs } from '../human-check/spent-proofs.js';
import { WallClock } from '../wall-clock.js';
import { DecisionStore } from './decision.store.js';
import { GuardSettings } from './guard-settings.js';

const SWEEP_EVERY_MS = 3_600_000;

/** Forgets decisions after their time, and what the guard has counted as soon as nothing depends on it. */
@Injectable()
export class GuardSweep implements OnApplicationBootstrap {
  constructor(
    private readonly decisions: DecisionStore,
    private readonly counters: PumpingCounters,
    private readonly proofs: SpentProofs,
    private readonly settings: GuardSettings,
    private readonly clock: WallClock,
    private readonly chores: Chores,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    return this.chores.begin({
      name: GuardSweep.name,
      everyMs: SWEEP_EVERY_MS,
      failure: 'could not sweep what the guard counted',
      run: () => this.sweep(),
    });
  }

  async sweep(): Promise<void> {
    const now = this.clock.now();
    await this.decisions.sweep(now - this.settings.keptMs);
    await this.counters.forget(now);
    await this.proofs.sweep(now);
  }
}
