import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Chores } from '../chores.js';
import { KeyRotation } from './key-rotation.js';
import { SigningKeys } from './signing-keys.js';

const LOOK_EVERY_MS = 60_000;

/** Has a key at the start, and rotates by the clock from then on. */
@Injectable()
export class KeyWatch implements OnModuleInit {
  constructor(
    private readonly keys: SigningKeys,
    private readonly rotation: KeyRotation,
    private readonly chores: Chores,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.keys.signer();
    await this.chores.begin({
      name: SigningKeys.name,
      everyMs: LOOK_EVERY_MS,
      failure: 'could not look after the signing keys',
      run: () => this.look(),
    });
  }

  /** Makes the next key if it is due, and forgets retired ones. */
  async look(): Promise<void> {
    await this.rotation.makeDue();
    await this.rotation.forgetRetired();
  }
}
