import { refusedBySdk } from '../provider-answer.js';
import { ProviderError } from '../provider-error.js';
import { ProviderCall } from '../provider-transport.js';
import { kindOfRefusal, NAME, twilioCodeOf } from './twilio.errors.js';

/** Puts a question that sends no message. @throws {ProviderError} when there is no answer, or a refusal. */
export async function ask<T>(signal: AbortSignal, question: () => Promise<T>): Promise<T> {
  const call = new ProviderCall(signal);
  try {
    return await call.run(question);
  } catch (error) {
    const { answer, failure } = call;
    if (answer === undefined && failure === undefined) throw refusedBySdk(NAME);
    const status = answer?.status;
    const code = twilioCodeOf(error);
    const isRefusal = status !== undefined && status >= 300;
    throw new ProviderError({
      // A 2xx the SDK cannot read is not the API's.
      kind: isRefusal ? kindOfRefusal(status, code) : 'unavailable',
      provider: NAME,
      code: String(code ?? failure?.code ?? 'unusable-answer'),
      ...(status !== undefined && { httpStatus: status }),
    });
  }
}
