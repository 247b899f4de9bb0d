import { parseSmsOptions } from '../../libs/sms/src/parse-sms-options.js';
import type { SmsOptions } from '../../libs/sms/src/sms.options.js';
import type { Dice } from './dice.js';

/** Draws options from all over what is allowed, small budgets and narrow bulkheads more often than a host would. */
export function drawOptions(dice: Dice, order: readonly string[]): SmsOptions {
  const attemptTimeoutMs = dice.wholeMagnitude(50, 6000);
  const hedgeDelayMs = dice.chance(0.15) ? 60_000 : dice.wholeMagnitude(10, 2000);
  const openMs = dice.wholeMagnitude(10, 10_000);
  return parseSmsOptions({
    order,
    environment: 'test',
    probe: 'off',
    // A provider of this name takes its limits from here; the others have the defaults.
    awsSns: {
      region: 'eu-west-1',
      requestTimeoutMs: dice.wholeMagnitude(100, 30_000),
      maxRetries: dice.whole(0, 5),
      retryDelayMs: dice.wholeMagnitude(1, 3000),
    },
    failover: {
      codeDeadlineMs: dice.wholeMagnitude(100, 20_000),
      notificationDeadlineMs: dice.wholeMagnitude(100, 30_000),
      attemptTimeoutMs,
      minAttemptTimeoutMs: dice.whole(50, attemptTimeoutMs),
      hedgeDelayMs,
      minHedgeDelayMs: dice.whole(10, hedgeDelayMs),
      hedgeShare: dice.pick([0, 0.01, 0.05, 0.3, 1]),
      hedgeBurst: dice.pick([1, 2, 5, 128]),
      retryShare: dice.pick([0, 0.01, 0.1, 0.5]),
      retryBurst: dice.pick([1, 2, 20]),
      maxConcurrent: dice.pick([1, 2, 4, 16, 256]),
      maxQueued: dice.pick([0, 1, 8, 64, 2048]),
      consecutiveFailures: dice.pick([1, 2, 3, 5, 10]),
      failureRate: dice.pick([0.1, 0.5, 0.9, 1]),
      slowCallRate: dice.pick([0.2, 0.8, 1]),
      slowCallMs: dice.wholeMagnitude(100, 5000),
      minimumCalls: dice.pick([1, 5, 20]),
      windowMs: dice.wholeMagnitude(1000, 120_000),
      openMs,
      maxOpenMs: openMs * dice.pick([1, 4, 20]),
    },
  });
}
