import { ACCESS_TOKEN_ALGORITHMS, type AccessTokenAlgorithm } from '@standby/signed-in';
import { IsIn, Matches } from 'class-validator';
import { WholeNumber } from '../config/environment-rules.js';
import type { KeyRing } from '../keys/key-ring.js';
import type { KeyPolicy } from '../signing/signing-key.js';
import { DAY_MS } from '../wall-clock.js';
import type { SessionRules } from './session.js';

/** What JWT calls a StringOrURI, of the characters that need no escape anywhere. */
const NAME = /^[\x21-\x7e]{1,255}$/;
const NAME_MESSAGE = { message: '$property must be 1 to 255 visible ASCII characters' };

/** The settings of sessions and their tokens, one property an environment variable; the initialisers are the defaults. */
export class SessionsConfig {
  /** Signature of access tokens. A change makes a new key; tokens signed before are good until they expire. */
  @IsIn(ACCESS_TOKEN_ALGORITHMS)
  ACCESS_TOKEN_ALGORITHM: AccessTokenAlgorithm = 'EdDSA';

  /** `iss` of access tokens. */
  @Matches(NAME, NAME_MESSAGE)
  ACCESS_TOKEN_ISSUER = 'standby';

  /** `aud` of access tokens. */
  @Matches(NAME, NAME_MESSAGE)
  ACCESS_TOKEN_AUDIENCE = 'standby';

  /** Life of an access token, in seconds; `LONGEST_TOKEN_MS` has to follow the upper bound. */
  @WholeNumber(30, 3_600)
  ACCESS_TOKEN_TTL_SECS = 900;

  /** How long a session may lie unused, in seconds: the life of a refresh token. */
  @WholeNumber(60, 31_536_000)
  REFRESH_TOKEN_TTL_SECS = 2_592_000;

  /** How long the token that was just used is answered with the same new one again, in seconds. */
  @WholeNumber(0, 300)
  REFRESH_GRACE_SECS = 30;

  /** How long a session lasts however much it is used, in seconds. */
  @WholeNumber(60, 31_536_000)
  SESSION_MAX_AGE_SECS = 2_592_000;

  /** How long one key signs access tokens, in days. */
  @WholeNumber(1, 366)
  SIGNING_KEY_DAYS = 90;
}

/** How long sessions and their tokens last. */
export function sessionRulesOf(config: SessionsConfig): SessionRules {
  return {
    tokenTtlMs: config.REFRESH_TOKEN_TTL_SECS * 1_000,
    maxAgeMs: config.SESSION_MAX_AGE_SECS * 1_000,
    graceMs: config.REFRESH_GRACE_SECS * 1_000,
  };
}

/** What signing keys are like, and how long one signs. */
export function keyPolicyOf(config: SessionsConfig, { names: [secretName] }: KeyRing): KeyPolicy {
  return {
    algorithm: config.ACCESS_TOKEN_ALGORITHM,
    maxAgeMs: config.SIGNING_KEY_DAYS * DAY_MS,
    secretName,
  };
}
