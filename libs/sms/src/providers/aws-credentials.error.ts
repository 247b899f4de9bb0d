import { abortCodeOf, codeOf } from './http-exchange.js';

/**
 * There are no credentials to sign with, so that nothing was sent.
 *
 * Holds a word of whoever failed, and no `cause`: the errors of the SDK may hold the token of the role.
 */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';

  constructor(
    /** `unavailable` where it may get better by itself: STS cannot be reached, throttles, or is in trouble. */
    readonly kind: 'misconfigured' | 'unavailable',
    word: string,
  ) {
    super(`There are no credentials to sign with: ${word}.`);
    this.code = word === NONE ? NONE : `credentials-${word}`;
  }

  /** `no-credentials`, or `credentials-` and the word of STS, the file system or the transport. */
  readonly code: string;
}

const NONE = 'no-credentials';

/** What STS says when it may be better in a moment. */
const PASSING = /Throttl|TooManyRequests|LimitExceeded|IDPCommunicationError/;
const WORD = /^\w{1,60}$/;

/** The failure of a search for credentials, classified. */
export function credentialsErrorOf(error: unknown): CredentialsError {
  if (error instanceof CredentialsError) return error;
  if (!(error instanceof Error)) return new CredentialsError('misconfigured', NONE);
  // How the SDK says that every place it looked in was empty.
  if (/Credentials/.test(error.name)) return new CredentialsError('misconfigured', NONE);
  const code = codeOf(error);
  const word = WORD.test(code) ? code : 'Error';
  const status = statusOf(error) ?? 400;
  const isPassing = status >= 500 || status === 429 || PASSING.test(word);
  return new CredentialsError(isPassing ? 'unavailable' : 'misconfigured', word);
}

/** Credentials that had not come when a call was ended. */
export function credentialsGivenUp(signal: AbortSignal): CredentialsError {
  return new CredentialsError('unavailable', abortCodeOf(signal));
}

/** The HTTP status the SDK keeps with an error that was answered. */
function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) {
    return undefined;
  }
  const { $metadata } = error;
  return 'httpStatusCode' in $metadata && typeof $metadata.httpStatusCode === 'number'
    ? $metadata.httpStatusCode
    : undefined;
}
