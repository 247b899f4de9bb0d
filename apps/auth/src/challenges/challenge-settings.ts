import type { ChallengeRules } from './challenge.js';
import type { ChallengesConfig } from './challenges.config.js';
import type { WrongCodeRules } from './wrong-codes.js';

/** The settings challenges are run by; a class so that it can be injected. Times are in ms. */
export abstract class ChallengeSettings implements ChallengeRules, WrongCodeRules {
  abstract readonly ttlMs: number;
  abstract readonly maxAttempts: number;
  abstract readonly resendAfterMs: number;
  abstract readonly waitMs: number;
  abstract readonly maxWrongPerDay: number;
}

/** What the environment says of challenges. */
export function challengeSettingsOf(config: ChallengesConfig): ChallengeSettings {
  return {
    ttlMs: config.CODE_TTL_SECS * 1_000,
    maxAttempts: config.CODE_MAX_ATTEMPTS,
    resendAfterMs: config.RESEND_AFTER_SECS * 1_000,
    waitMs: config.CODE_WAIT_SECS * 1_000,
    maxWrongPerDay: config.CODE_MAX_WRONG_PER_DAY,
  };
}
