import { IsIn } from 'class-validator';
import { OptionalSecret, OptionalText, OptionalUrl, WholeNumber } from '../config/environment-rules.js';

/** The checks there are; `off` has none, so that what the guard is unsure of is refused. */
const HUMAN_CHECKS = ['off', 'turnstile', 'hcaptcha', 'proof-of-work'] as const;

/**
 * How a client proves that it is no machine when the pumping guard is unsure, one property an environment variable;
 * the initialisers are the defaults.
 */
export class HumanCheckConfig {
  @IsIn(HUMAN_CHECKS)
  HUMAN_CHECK: (typeof HUMAN_CHECKS)[number] = 'off';

  /** Limit for asking Turnstile or hCaptcha about a proof, in ms. */
  @WholeNumber(100, 30_000)
  HUMAN_CHECK_TIMEOUT_MS = 5_000;

  @OptionalText(256)
  TURNSTILE_SITE_KEY?: string;

  @OptionalSecret()
  TURNSTILE_SECRET?: string;

  @OptionalUrl()
  TURNSTILE_VERIFY_URL = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';

  @OptionalText(256)
  HCAPTCHA_SITE_KEY?: string;

  @OptionalSecret()
  HCAPTCHA_SECRET?: string;

  @OptionalUrl()
  HCAPTCHA_VERIFY_URL = 'https://api.hcaptcha.com/siteverify';

  /** Steps of a proof of work at most; it takes three quarters of them on the average, of 5000 rounds of PBKDF2 each. */
  @WholeNumber(10, 1_000_000)
  PROOF_OF_WORK_STEPS = 1_000;

  /** How long a proof of work may take, in seconds. */
  @WholeNumber(30, 3_600)
  PROOF_OF_WORK_TTL_SECS = 300;
}
