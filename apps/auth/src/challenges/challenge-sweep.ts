import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ConfirmedDevices } from '../devices/confirmed-devices.js';
import { ChallengeStore } from './challenge.store.js';
import { CodeOutcomes } from './code-outcomes.js';
import { WrongCodeStore } from './wrong-code.store.js';

const SWEEP_EVERY_MS = 60_000;
/** How long an ended challenge still answers why it ended. */
const FORGET_AFTER_MS = 86_400_000;

/**
 * Erases sealed codes and numbers as soon as they cannot be needed, and forgets challenges and wrong codes after a day,
 * and confirmed devices when their time is over.
 */
@Injectable()
export class ChallengeSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ChallengeSweep.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: ChallengeStore,
    private readonly outcomes: CodeOutcomes,
    private readonly wrongCodes: WrongCodeStore,
    private readonly devices: ConfirmedDevices,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // Codes may have expired while nothing was running.
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
      this.outcomes.note('expired', ...(await this.store.sweep(now, now - FORGET_AFTER_MS)));
      await this.wrongCodes.sweep(now);
      await this.devices.sweep(now);
    } catch (error) {
      this.logger.error({ err: error, msg: 'could not sweep expired challenges' });
    }
  }
}
