import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Chores } from '../chores.js';
import { ConfirmedDevices } from '../devices/confirmed-devices.js';
import { WallClock } from '../wall-clock.js';
import { ChallengeStore } from './challenge.store.js';
import { OutcomeTeller } from './outcome-teller.js';
import { WrongCodeStore } from './wrong-code.store.js';

const SWEEP_EVERY_MS = 60_000;
/** How long an ended challenge still answers why it ended. */
const FORGET_AFTER_MS = 86_400_000;

/**
 * Erases sealed codes and numbers as soon as they cannot be needed, and forgets challenges and wrong codes after a day,
 * and confirmed devices when their time is over.
 */
@Injectable()
export class ChallengeSweep implements OnApplicationBootstrap {
  constructor(
    private readonly store: ChallengeStore,
    private readonly outcomes: OutcomeTeller,
    private readonly wrongCodes: WrongCodeStore,
    private readonly devices: ConfirmedDevices,
    private readonly clock: WallClock,
    private readonly chores: Chores,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    // Codes may have expired while nothing was running.
    return this.chores.begin({
      name: ChallengeSweep.name,
      everyMs: SWEEP_EVERY_MS,
      failure: 'could not sweep expired challenges',
      run: () => this.sweep(),
    });
  }

  async sweep(): Promise<void> {
    const now = this.clock.now();
    this.outcomes.note('expired', ...(await this.store.sweep(now, now - FORGET_AFTER_MS)));
    await this.wrongCodes.sweep(now);
    await this.devices.sweep(now);
  }
}
