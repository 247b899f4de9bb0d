import {
  DescribeAccountAttributesCommand,
  DescribeSpendLimitsCommand,
  type PinpointSMSVoiceV2Client,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { reportOn } from '../aws-probe.js';
import { combined, type ProbeReport } from '../probe-report.js';
import { refusalIn } from './aws-eum.wire.js';

/**
 * Asks whether the account is in the SMS sandbox and what it may spend on texts in a month.
 *
 * @param lowSpendLimitUsd monthly limit at or under which it warns; every account begins with 1 US dollar
 * @see https://docs.aws.amazon.com/sms-voice/latest/userguide/awssupport-spend-threshold.html
 */
export async function probeEum(
  client: PinpointSMSVoiceV2Client,
  lowSpendLimitUsd: number,
  signal: AbortSignal,
): Promise<ProbeReport> {
  const spend = reportOn(
    {
      ask: () => client.send(new DescribeSpendLimitsCommand({})),
      warningsIn: ({ SpendLimits: limits }) => {
        if (!Array.isArray(limits)) return undefined;
        const limit = limits.find(({ Name }) => Name === 'TEXT_MESSAGE_MONTHLY_SPEND_LIMIT');
        // AWS stops at the account's own limit, and grants none above its own.
        const limitUsd = Math.min(
          limit?.EnforcedLimit ?? Number.POSITIVE_INFINITY,
          limit?.MaxLimit ?? Number.POSITIVE_INFINITY,
        );
        return limitUsd <= lowSpendLimitUsd ? [{ kind: 'spend-limit', limitUsd }] : [];
      },
      refusalIn,
    },
    signal,
  );
  const tier = reportOn(
    {
      ask: () => client.send(new DescribeAccountAttributesCommand({})),
      warningsIn: ({ AccountAttributes: attributes }) => {
        if (!Array.isArray(attributes)) return undefined;
        const isSandboxed = attributes.some(
          ({ Name, Value }) => Name === 'ACCOUNT_TIER' && Value === 'SANDBOX',
        );
        return isSandboxed ? [{ kind: 'sandbox' }] : [];
      },
      refusalIn,
    },
    signal,
  );
  return combined(await Promise.all([spend, tier]));
}
