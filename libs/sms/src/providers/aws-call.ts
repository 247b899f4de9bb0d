import { CredentialsError } from './aws-credentials.error.js';
import { type AwsRefusal, UNUSABLE } from './aws-refusal.js';
import type { HttpAnswer } from './http-exchange.js';
import { errorOfTransport, refusedBySdk, retryAfterMsOf } from './provider-answer.js';
import { ProviderError } from './provider-error.js';
import { ProviderCall } from './provider-transport.js';
import type { Acceptance } from './sms-provider.js';

/** How one AWS service writes down what its SDK does not tell. */
export interface AwsAnswers {
  /** The acceptance in an answer that was cut off or spoilt on the way; `undefined` when it holds none. */
  readonly acceptanceIn: (answer: HttpAnswer) => Acceptance | undefined;
  /** What an answer without a message id means. */
  readonly refusalIn: (answer: HttpAnswer) => AwsRefusal;
}

/**
 * Makes one call of an SDK whose answer names a message, and reads what became of it.
 *
 * @throws {ProviderError} for every failure; its kind says whether something may have been sent.
 */
export async function callOnce(
  provider: string,
  answers: AwsAnswers,
  sdkCall: () => Promise<{ readonly MessageId?: string | undefined }>,
  signal: AbortSignal,
): Promise<Acceptance> {
  const call = new ProviderCall(signal);
  try {
    const { MessageId } = await call.run(sdkCall);
    if (MessageId) return { providerMessageId: MessageId };
  } catch (error) {
    if (call.answer === undefined && call.failure === undefined) throw errorBeforeRequest(provider, error);
  }
  const { failure, answer } = call;
  const heard = failure?.phase.name === 'answering' ? failure.phase.partial : answer;
  const acceptance = heard && answers.acceptanceIn(heard);
  if (acceptance !== undefined) return acceptance;
  throw failure === undefined
    ? errorOfAnswer(provider, answers, answer)
    : errorOfTransport(provider, failure);
}

/** Nothing reached the socket. */
function errorBeforeRequest(provider: string, error: unknown): ProviderError {
  return error instanceof CredentialsError
    ? new ProviderError({ kind: error.kind, provider, code: error.code })
    : refusedBySdk(provider);
}

function errorOfAnswer(
  provider: string,
  { refusalIn }: AwsAnswers,
  answer: HttpAnswer | undefined,
): ProviderError {
  if (answer === undefined) return new ProviderError({ ...UNUSABLE, provider });
  const retryAfterMs = retryAfterMsOf(answer);
  return new ProviderError({
    ...refusalIn(answer),
    provider,
    httpStatus: answer.status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
