import { IsOptional, Matches } from 'class-validator';
import { OptionalText, WholeNumber } from '../config/environment-rules.js';

/** Settings of codes, of challenges and of what proves them, one property an environment variable. */
export class ChallengesConfig {
  /**
   * How long a code can be used, in seconds; ten minutes is the most that NIST and OWASP allow.
   *
   * @see https://pages.nist.gov/800-63-4/sp800-63b/authenticators/#out-of-band-verifiers
   */
  @WholeNumber(30, 600)
  CODE_TTL_SECS = 300;

  /** How many codes may be tried against one challenge, the right one included. */
  @WholeNumber(1, 10)
  CODE_MAX_ATTEMPTS = 3;

  /** How long to wait before the code may be sent again, in seconds. */
  @WholeNumber(1, 3_600)
  RESEND_AFTER_SECS = 60;

  /** How long a number waits after `CODE_MAX_ATTEMPTS` wrong codes, over all of its challenges, in seconds. */
  @WholeNumber(60, 86_400)
  CODE_WAIT_SECS = 3_600;

  /** How many wrong codes a number may be given in any 24 hours. */
  @WholeNumber(1, 1_000)
  CODE_MAX_WRONG_PER_DAY = 30;

  /** How long a device on which a number was verified counts as confirmed, in seconds. */
  @WholeNumber(3_600, 63_072_000)
  DEVICE_TOKEN_TTL_SECS = 15_552_000;

  /** The hash by which Android hands a message to the app; ends messages for clients on that platform. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9+/]{11}$/, { message: '$property must be the 11 characters of an app hash' })
  ANDROID_APP_HASH?: string;

  /** Numbers with a fixed code that are sent nothing, `<number>=<code>@<last day>`, separated by commas. */
  @OptionalText(4_096)
  AUTH_TEST_NUMBERS?: string;

  /** Which of `AUTH_TEST_NUMBERS` production may have, separated by commas. */
  @OptionalText(2_048)
  AUTH_TEST_NUMBERS_IN_PRODUCTION?: string;
}
