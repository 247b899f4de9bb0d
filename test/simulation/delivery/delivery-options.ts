import { parseSmsOptions } from '../../../libs/sms/src/parse-sms-options.js';
import type { SmsProvider } from '../../../libs/sms/src/providers/sms-provider.js';
import type { SmsOptions } from '../../../libs/sms/src/sms.options.js';
import type { Dice } from '../dice.js';

/** Draws options for codes that live two minutes at most; small budgets more often than a host would. */
export function drawDeliveryOptions(dice: Dice, providers: readonly SmsProvider[]): SmsOptions {
  const maxSilenceMs = dice.wholeMagnitude(1000, 60_000);
  return parseSmsOptions({
    order: providers.map(({ name }) => name),
    providers,
    environment: 'test',
    probe: 'off',
    failover: {
      codeDeadlineMs: dice.wholeMagnitude(1000, 15_000),
      attemptTimeoutMs: dice.wholeMagnitude(500, 5000),
      ...(dice.chance(0.7) && { hedgeDelayMs: 60_000, minHedgeDelayMs: 60_000 }),
      // What breakers do is another world's matter.
      consecutiveFailures: 1000,
      failureRate: 1,
      slowCallRate: 1,
      minimumCalls: 10_000,
      openMs: 100,
      maxOpenMs: 100,
    },
    watch: dice.chance(0.05)
      ? 'off'
      : {
          maxSilenceMs,
          minSilenceMs: dice.whole(100, maxSilenceMs),
          minLifeMs: dice.pick([0, 1000, 10_000]),
          minReportedShare: dice.pick([0, 0.5, 0.8, 1]),
          resendShare: dice.pick([0, 0.1, 1]),
          resendBurst: dice.pick([1, 5, 100]),
        },
    receipts: { pollAfterMs: dice.wholeMagnitude(1000, 30_000) },
  });
}
