import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Chores } from '../chores.js';
import { QuotaCounters } from './quota-counters.js';

const SWEEP_EVERY_MS = 3_600_000;

/** Forgets the counters of windows that have ended. */
@Injectable()
export class QuotaSweep implements OnApplicationBootstrap {
  constructor(
    private readonly counters: QuotaCounters,
    private readonly chores: Chores,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    return this.chores.begin({
      name: QuotaSweep.name,
      everyMs: SWEEP_EVERY_MS,
      failure: 'could not sweep quotas',
      run: () => this.sweep(),
    });
  }

  async sweep(): Promise<void> {
    await this.counters.sweep();
  }
}
