import { Module } from '@nestjs/common';
import { KeyRing } from '../keys/key-ring.js';
import { keyPolicyOf, SessionsConfig } from '../sessions/sessions.config.js';
import { HeldKeys } from './held-keys.js';
import { KeyMaker } from './key-maker.js';
import { KeyRotation } from './key-rotation.js';
import { KeySettings } from './signing-key.js';
import { SigningKeyStore } from './signing-key.store.js';
import { SigningKeys } from './signing-keys.js';

/** The keys alone: nothing here acts by itself, so that a command can look at them without making any. */
@Module({
  providers: [
    SigningKeys,
    SigningKeyStore,
    HeldKeys,
    KeyMaker,
    KeyRotation,
    { provide: KeySettings, inject: [SessionsConfig, KeyRing], useFactory: keyPolicyOf },
  ],
  exports: [SigningKeys, KeyRotation, HeldKeys],
})
export class SigningKeysModule {}
