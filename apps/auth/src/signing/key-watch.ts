import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { KeyRotation } from './key-rotation.js';
import { SigningKeys } from './signing-keys.js';

const LOOK_EVERY_MS = 60_000;

/** Has a key at the start, and rotates by the clock from then on. */
@Injectable()
export class KeyWatch implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('SigningKeys');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly keys: SigningKeys,
    private readonly rotation: KeyRotation,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.keys.signer();
    await this.look();
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Makes the next key if it is due, and forgets retired ones. A failure is logged and left to the next look. */
  async look(): Promise<void> {
    try {
      await this.rotation.makeDue();
      await this.rotation.forgetRetired();
    } catch (error) {
      this.logger.error({ err: error, msg: 'could not look after the signing keys' });
    }
  }
}
