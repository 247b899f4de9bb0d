import type twilio from 'twilio';
import { combined, type ProbeReport, type ProbeWarning, plain, verdictOfFailure } from '../probe-report.js';
import { ProviderError } from '../provider-error.js';
import { ask } from './twilio.question.js';

/** What the account is asked for; none of it sends or changes anything. */
export interface TwilioQuestions {
  readonly client: Pick<twilio.Twilio, 'api' | 'messages'>;
  /** An API key may be one that sends messages and is shown no account. */
  readonly authentication: 'auth-token' | 'api-key';
  /** Balance under which it is low, in the account's currency. */
  readonly lowBalance: number;
}

/** No message has it: being told so proves the credentials, and shows nobody's text. */
const NO_MESSAGE = `SM${'0'.repeat(32)}`;

/** "Account disabled", "Account not active". @see https://www.twilio.com/docs/api/errors (November 2026) */
const SUSPENDED_CODES = ['10001', '20005', '90010'];

/** Asks for the account and, where it is in use, for its balance; a read that is refused is not held against it. */
export async function probeTwilio(questions: TwilioQuestions, signal: AbortSignal): Promise<ProbeReport> {
  const account = await answerTo(signal, () => questions.client.api.v2010.account.fetch());
  if (account instanceof ProviderError) return reportOfRefusedAccount(account, questions, signal);
  if (account.status === 'suspended') return down({ kind: 'account-suspended' });
  if (account.status === 'closed') return down({ kind: 'account-closed' });
  if (account.status !== 'active') return plain('down');
  const warnings: ProbeWarning[] = account.type === 'Trial' ? [{ kind: 'trial-account' }] : [];
  return combined([{ verdict: 'ready', warnings }, await balanceReport(questions, signal)]);
}

/** A Standard key is refused the account just as a wrong key is. @see https://www.twilio.com/docs/api/errors/20003 */
async function reportOfRefusedAccount(
  failure: ProviderError,
  { client, authentication }: TwilioQuestions,
  signal: AbortSignal,
): Promise<ProbeReport> {
  if (authentication === 'auth-token' || !isRefusal(failure)) return reportOf(failure);
  const message = await answerTo(signal, () => client.messages(NO_MESSAGE).fetch());
  return message instanceof ProviderError && message.code !== '20404' ? reportOf(message) : plain('ready');
}

/** A sub-account, and some keys, are not shown what is left; that is no matter of health. */
async function balanceReport(
  { client, lowBalance }: TwilioQuestions,
  signal: AbortSignal,
): Promise<ProbeReport> {
  const answer = await answerTo(signal, () => client.api.v2010.account.balance.fetch());
  // The account has just answered, so a failure here is one of the accounting alone.
  if (answer instanceof ProviderError) return plain(isRefusal(answer) ? 'ready' : 'inconclusive');
  const balance = Number.parseFloat(answer.balance);
  if (!(balance < lowBalance)) return plain('ready');
  return { verdict: 'ready', warnings: [{ kind: 'low-balance', balance, currency: answer.currency }] };
}

/** What came, or the failure of the question. */
async function answerTo<T>(signal: AbortSignal, question: () => Promise<T>): Promise<T | ProviderError> {
  try {
    return await ask(signal, question);
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
}

function reportOf({ kind, httpStatus, code }: ProviderError): ProbeReport {
  if (SUSPENDED_CODES.includes(code)) return down({ kind: 'account-suspended' });
  if (httpStatus === 401 || code === '20003') return down({ kind: 'bad-credentials' });
  return plain(verdictOfFailure(kind));
}

function isRefusal({ httpStatus }: ProviderError): boolean {
  return httpStatus === 401 || httpStatus === 403 || httpStatus === 404;
}

function down(warning: ProbeWarning): ProbeReport {
  return { verdict: 'down', warnings: [warning] };
}
