import type twilio from 'twilio';
import { combined, type ProbeReport, type ProbeWarning, plain, verdictOfFailure } from '../probe-report.js';
import { ProviderCall } from '../provider-transport.js';
import { codeOf, kindOfRefusal } from './twilio.errors.js';

/** What the account is asked for; none of it sends or changes anything. */
export interface TwilioQuestions {
  readonly client: Pick<twilio.Twilio, 'api' | 'messages'>;
  /** An API key may be one that sends messages and is shown no account. */
  readonly authentication: 'auth-token' | 'api-key';
  /** Balance under which it is low, in the account's currency. */
  readonly lowBalance: number;
}

/** A question that got no answer: the provider's refusal, or what came instead of one. */
interface Failure {
  readonly verdict: ProbeReport['verdict'];
  /** HTTP status of a complete answer. */
  readonly status: number | undefined;
  readonly code: number | undefined;
}

/** No message has it: being told so proves the credentials, and shows nobody's text. */
const NO_MESSAGE = `SM${'0'.repeat(32)}`;

/** "Account disabled", "Account not active". @see https://www.twilio.com/docs/api/errors (November 2026) */
const SUSPENDED_CODES = [10001, 20005, 90010];

/** Asks for the account and, where it is in use, for its balance; a read that is refused is not held against it. */
export async function probeTwilio(questions: TwilioQuestions, signal: AbortSignal): Promise<ProbeReport> {
  const account = await ask(signal, () => questions.client.api.v2010.account.fetch());
  if ('verdict' in account) return reportOfRefusedAccount(account, questions, signal);
  if (account.status === 'suspended') return down({ kind: 'account-suspended' });
  if (account.status === 'closed') return down({ kind: 'account-closed' });
  if (account.status !== 'active') return plain('down');
  const warnings: ProbeWarning[] = account.type === 'Trial' ? [{ kind: 'trial-account' }] : [];
  return combined([{ verdict: 'ready', warnings }, await balanceReport(questions, signal)]);
}

/** A Standard key is refused the account just as a wrong key is. @see https://www.twilio.com/docs/api/errors/20003 */
async function reportOfRefusedAccount(
  failure: Failure,
  { client, authentication }: TwilioQuestions,
  signal: AbortSignal,
): Promise<ProbeReport> {
  if (authentication === 'auth-token' || !isRefusal(failure)) return reportOf(failure);
  const message = await ask(signal, () => client.messages(NO_MESSAGE).fetch());
  return 'verdict' in message && message.code !== 20404 ? reportOf(message) : plain('ready');
}

/** A sub-account, and some keys, are not shown what is left; that is no matter of health. */
async function balanceReport(
  { client, lowBalance }: TwilioQuestions,
  signal: AbortSignal,
): Promise<ProbeReport> {
  const answer = await ask(signal, () => client.api.v2010.account.balance.fetch());
  // The account has just answered, so a failure here is one of the accounting alone.
  if ('verdict' in answer) return plain(isRefusal(answer) ? 'ready' : 'inconclusive');
  const balance = Number.parseFloat(answer.balance);
  if (!(balance < lowBalance)) return plain('ready');
  return { verdict: 'ready', warnings: [{ kind: 'low-balance', balance, currency: answer.currency }] };
}

async function ask<T extends object>(signal: AbortSignal, question: () => Promise<T>): Promise<T | Failure> {
  const call = new ProviderCall(signal);
  try {
    return await call.run(question);
  } catch (error) {
    const { status } = call.answer ?? {};
    const code = codeOf(error);
    if (status === undefined) return { verdict: call.failure ? 'down' : 'inconclusive', status, code };
    // A 2xx the SDK cannot read is not the API's.
    const kind = status < 300 ? 'ambiguous' : kindOfRefusal(status, code);
    return { verdict: verdictOfFailure(kind), status, code };
  }
}

function reportOf({ verdict, status, code }: Failure): ProbeReport {
  if (code !== undefined && SUSPENDED_CODES.includes(code)) return down({ kind: 'account-suspended' });
  if (status === 401 || code === 20003) return down({ kind: 'bad-credentials' });
  return plain(verdict);
}

function isRefusal({ status }: Failure): boolean {
  return status === 401 || status === 403 || status === 404;
}

function down(warning: ProbeWarning): ProbeReport {
  return { verdict: 'down', warnings: [warning] };
}
