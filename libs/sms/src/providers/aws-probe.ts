import { isBadCredentials, isNoCredentials } from './aws-credentials.js';
import type { AwsRefusal } from './aws-refusal.js';
import type { HttpAnswer } from './http-exchange.js';
import { type ProbeReport, type ProbeWarning, plain, verdictOfFailure } from './probe-report.js';
import { ProviderCall } from './provider-transport.js';

/** One question to an AWS service that sends nothing, and how to read what comes back. */
export interface AwsQuestion<T> {
  readonly ask: () => Promise<T>;
  /** What the account holds against sending; `undefined` when that is no answer to the question. */
  readonly warningsIn: (answer: T, body: string) => readonly ProbeWarning[] | undefined;
  readonly refusalIn: (answer: HttpAnswer) => AwsRefusal;
}

/** Asks one question and reports what its answer, or its failure, says of the account. */
export async function reportOn<T>(question: AwsQuestion<T>, signal: AbortSignal): Promise<ProbeReport> {
  const call = new ProviderCall(signal);
  try {
    const answer = await call.run(question.ask);
    // The SDK takes any well-formed page, or nothing at all, for an answer that leaves everything out.
    const warnings = question.warningsIn(answer, call.answer?.body ?? '');
    return warnings === undefined ? plain('down') : { verdict: 'ready', warnings };
  } catch (error) {
    if (call.answer !== undefined) return reportOfRefusal(question.refusalIn(call.answer));
    if (isNoCredentials(error)) return { verdict: 'down', warnings: [{ kind: 'bad-credentials' }] };
    return plain(call.failure === undefined ? 'inconclusive' : 'down');
  }
}

function reportOfRefusal({ kind, code }: AwsRefusal): ProbeReport {
  if (isBadCredentials(code)) return { verdict: 'down', warnings: [{ kind: 'bad-credentials' }] };
  if (code === 'ACCOUNT_DISABLED') return { verdict: 'down', warnings: [{ kind: 'account-suspended' }] };
  return plain(verdictOfFailure(kind));
}
