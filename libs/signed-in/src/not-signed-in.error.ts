import { ServiceUnavailableException, UnauthorizedException } from '@nestjs/common';

/** Without a token, and with one that is not to be believed. @see https://www.rfc-editor.org/rfc/rfc6750#section-3 */
const CHALLENGES = { missing: 'Bearer', refused: 'Bearer error="invalid_token"' } as const;

/** A request without a good access token: 401, with problem details (RFC 9457) as its body. */
export class NotSignedInError extends UnauthorizedException {
  override readonly name = 'NotSignedInError';
  /** What goes out as `WWW-Authenticate`. */
  readonly challenge: string;

  /** @param token what became of the request's token */
  constructor(token: keyof typeof CHALLENGES) {
    super({
      type: '/problems/access-token-invalid',
      title: 'You are not signed in',
      status: 401,
      detail: 'Sign in, or refresh the access token, and try again.',
      code: 'access-token-invalid',
    });
    this.challenge = CHALLENGES[token];
  }
}

/** The keys of the issuer cannot be read now, so no token can be judged: 503. */
export class KeysUnavailableError extends ServiceUnavailableException {
  override readonly name = 'KeysUnavailableError';

  constructor(cause: unknown) {
    const title = 'The service is not available right now';
    super({ type: '/problems/unavailable', title, status: 503, code: 'unavailable' }, { cause });
  }
}
