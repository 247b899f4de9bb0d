import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Bearer } from './access-token.js';
import { BearerCheck } from './bearer-check.js';
import { NotSignedInError } from './not-signed-in.error.js';

/** A request, of Fastify as of Express, and what the guard leaves on it. */
export interface SignedInRequest {
  readonly headers: { readonly authorization?: string };
  bearer?: Bearer;
}

/** What Fastify's reply and Express's response have in common. */
interface HeaderTaker {
  header(name: string, value: string): unknown;
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
const CREDENTIALS = /^Bearer +([\w.~+/-]+)=*$/i;

/** Lets a request through when its access token is good. */
@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(private readonly check: BearerCheck) {}

  /** @throws {NotSignedInError} when there is no token, or one that is not to be believed. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<SignedInRequest>();
    const token = CREDENTIALS.exec(request.headers.authorization ?? '')?.[1];
    const bearer = token === undefined ? undefined : await this.check.bearerOf(token);
    if (bearer === undefined) {
      const refusal = new NotSignedInError(token === undefined ? 'missing' : 'refused');
      http.getResponse<HeaderTaker>().header('www-authenticate', refusal.challenge);
      throw refusal;
    }
    request.bearer = bearer;
    return true;
  }
}
