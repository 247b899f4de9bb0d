import { CredentialsError } from './aws-credentials.error.js';
import { isBadCredentials } from './aws-credentials.js';
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
    if (error instanceof CredentialsError) return reportOfCredentials(error);
    return plain(call.failure === undefined ? 'inconclusive' : 'down');
  }
}

/** Without credentials no message gets through, whoever's fault it is. */
function reportOfCredentials({ kind }: CredentialsError): ProbeReport {
  return kind === 'misconfigured' ? BAD_CREDENTIALS : plain('down');
}

const BAD_CREDENTIALS: ProbeReport = { verdict: 'down', warnings: [{ kind: 'bad-credentials' }] };

function reportOfRefusal({ kind, code }: AwsRefusal): ProbeReport {
  if (isBadCredentials(code)) return BAD_CREDENTIALS;
  if (code === 'ACCOUNT_DISABLED') return { verdict: 'down', warnings: [{ kind: 'account-suspended' }] };
  return plain(verdictOfFailure(kind));
}
