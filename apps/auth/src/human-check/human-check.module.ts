import { Module } from '@nestjs/common';
import { KeyRing } from '../keys/key-ring.js';
import { WallClock } from '../wall-clock.js';
import { HumanCheckConfig } from './human-check.config.js';
import { HumanCheck } from './human-check.js';
import { ProofOfWorkCheck } from './proof-of-work.check.js';
import { type SiteverifyAccount, SiteverifyCheck } from './siteverify.check.js';
import { SpentProofs } from './spent-proofs.js';

/** Injects the check a host brings along; `undefined` where it brings none. */
export const OWN_HUMAN_CHECK = Symbol('OWN_HUMAN_CHECK');

/** Gives the one human check there is, or `undefined`, under `HumanCheck`. */
@Module({
  providers: [
    SpentProofs,
    {
      provide: HumanCheck,
      inject: [HumanCheckConfig, KeyRing, SpentProofs, WallClock, { token: OWN_HUMAN_CHECK, optional: true }],
      useFactory: humanCheckOf,
    },
  ],
  exports: [HumanCheck, SpentProofs],
})
export class HumanCheckModule {}

function humanCheckOf(
  config: HumanCheckConfig,
  keys: KeyRing,
  spent: SpentProofs,
  clock: WallClock,
  own: HumanCheck | undefined,
): HumanCheck | undefined {
  if (own !== undefined) return own;
  const account = siteverifyAccountOf(config);
  if (account !== undefined) return new SiteverifyCheck(account);
  if (config.HUMAN_CHECK === 'off') return undefined;
  const { PROOF_OF_WORK_STEPS: steps, PROOF_OF_WORK_TTL_SECS: ttlSecs } = config;
  return new ProofOfWorkCheck({ steps, ttlMs: ttlSecs * 1_000 }, keys, spent, clock);
}

function siteverifyAccountOf(config: HumanCheckConfig): SiteverifyAccount | undefined {
  const { HUMAN_CHECK: kind, HUMAN_CHECK_TIMEOUT_MS: timeoutMs } = config;
  if (kind === 'turnstile') {
    const { TURNSTILE_SITE_KEY: siteKey = '', TURNSTILE_SECRET: secret = '' } = config;
    return { kind, siteKey, secret, verifyUrl: config.TURNSTILE_VERIFY_URL, timeoutMs };
  }
  if (kind === 'hcaptcha') {
    const { HCAPTCHA_SITE_KEY: siteKey = '', HCAPTCHA_SECRET: secret = '' } = config;
    return { kind, siteKey, secret, verifyUrl: config.HCAPTCHA_VERIFY_URL, timeoutMs };
  }
  return undefined;
}
