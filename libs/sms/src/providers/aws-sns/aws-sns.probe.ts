import {
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  type SNSClient,
} from '@aws-sdk/client-sns';
import { combined, type ProbeReport, type ProbeWarning, plain, verdictOfFailure } from '../probe-report.js';
import { ProviderCall } from '../provider-transport.js';
import { codeIn, isNoCredentials, kindOfRefusal } from './aws-sns.errors.js';

/** Refusals by which the credentials themselves fail, rather than what they may do. */
const BAD_CREDENTIALS = [
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'MissingAuthenticationToken',
  'ExpiredToken',
];

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
  const spend = new GetSMSAttributesCommand({ attributes: ['MonthlySpendLimit'] });
  const sandbox = new GetSMSSandboxAccountStatusCommand({});
  return combined(
    await Promise.all([
      ask(
        signal,
        () => client.send(spend),
        ({ attributes }) => {
          const limitUsd = Number.parseFloat(attributes?.MonthlySpendLimit ?? '');
          return limitUsd <= lowSpendLimitUsd ? [{ kind: 'spend-limit', limitUsd }] : [];
        },
      ),
      ask(
        signal,
        () => client.send(sandbox),
        ({ IsInSandbox }) => (IsInSandbox ? [{ kind: 'sandbox' }] : []),
      ),
    ]),
  );
}

async function ask<T>(
  signal: AbortSignal,
  question: () => Promise<T>,
  warningsIn: (answer: T) => readonly ProbeWarning[],
): Promise<ProbeReport> {
  const call = new ProviderCall(signal);
  try {
    const answer = await call.run(question);
    // The SDK takes any well-formed page, or nothing at all, for an answer that leaves everything out.
    if (!isAnswer(call.answer?.body)) return plain('down');
    return { verdict: 'ready', warnings: warningsIn(answer) };
  } catch (error) {
    return reportOfFailure(call, error);
  }
}

function isAnswer(body = ''): boolean {
  return /^\s*(<\?xml[^>]*>\s*)?<GetSMS/.test(body);
}

function reportOfFailure({ answer, failure }: ProviderCall, error: unknown): ProbeReport {
  if (answer === undefined) {
    if (isNoCredentials(error)) return { verdict: 'down', warnings: [{ kind: 'bad-credentials' }] };
    return plain(failure === undefined ? 'inconclusive' : 'down');
  }
  const code = codeIn(answer.body);
  if (code !== undefined && BAD_CREDENTIALS.includes(code)) {
    return { verdict: 'down', warnings: [{ kind: 'bad-credentials' }] };
  }
  const isUnreadable = answer.status < 300 && code === undefined;
  return plain(verdictOfFailure(isUnreadable ? 'ambiguous' : kindOfRefusal(answer.status, code)));
}
