import { Milliseconds, Whole } from '../option-rules.js';

/** How SNS is asked, before a send, whether the recipient opted out; needs `sns:CheckIfPhoneNumberIsOptedOut`. */
export class AwsSnsOptOutOptions {
  /** Limit for one question, in ms; after it the message is sent. */
  @Milliseconds(10, 10_000)
  timeoutMs: number = 500;

  /** How long it is believed that a recipient opted out, in ms. */
  @Milliseconds(1000, 86_400_000)
  optedOutMs: number = 600_000;

  /** How long it is believed that a recipient did not, in ms. */
  @Milliseconds(1000, 86_400_000)
  notOptedOutMs: number = 3_600_000;

  /** How long nothing is asked after a question failed, in ms: SNS throttles these calls for the whole account. */
  @Milliseconds(0, 600_000)
  quietMs: number = 5000;

  /** Recipients remembered at most. */
  @Whole(2, 1_000_000)
  remembered: number = 10_000;
}
