import {
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  type SNSClient,
} from '@aws-sdk/client-sns';
import { reportOn } from '../aws-probe.js';
import { combined, type ProbeReport } from '../probe-report.js';
import { isAccountAnswer, refusalIn } from './aws-sns.wire.js';

/**
 * Asks whether the account is in the SMS sandbox and what it may spend in a month.
 *
 * SNS accepts messages it will not deliver for either reason, so nothing else tells.
 *
 * @param lowSpendLimitUsd monthly limit at or under which it warns; every account begins with 1 US dollar
 * @see https://docs.aws.amazon.com/sns/latest/dg/channels-sms-awssupport-spend-threshold.html
 */
export async function probeSns(
  client: SNSClient,
  lowSpendLimitUsd: number,
  signal: AbortSignal,
): Promise<ProbeReport> {
  const spend = reportOn(
    {
      ask: () => client.send(new GetSMSAttributesCommand({ attributes: ['MonthlySpendLimit'] })),
      warningsIn: ({ attributes }, body) => {
        if (!isAccountAnswer(body)) return undefined;
        const limitUsd = Number.parseFloat(attributes?.MonthlySpendLimit ?? '');
        return limitUsd <= lowSpendLimitUsd ? [{ kind: 'spend-limit', limitUsd }] : [];
      },
      refusalIn,
    },
    signal,
  );
  const sandbox = reportOn(
    {
      ask: () => client.send(new GetSMSSandboxAccountStatusCommand({})),
      warningsIn: ({ IsInSandbox }, body) => {
        if (!isAccountAnswer(body)) return undefined;
        return IsInSandbox ? [{ kind: 'sandbox' }] : [];
      },
      refusalIn,
    },
    signal,
  );
  return combined(await Promise.all([spend, sandbox]));
}
