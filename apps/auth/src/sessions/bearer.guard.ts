import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';
import { AccessTokens, type Bearer } from './access-tokens.js';
import { SessionStore } from './session.store.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by {@link BearerGuard}. */
    bearer?: Bearer;
  }
}

/** Lets a request through when its access token is good and its session has not ended. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly sessions: SessionStore,
  ) {}

  /** @throws {Problem} `access-token-invalid`. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = /^Bearer +([\w.~+/-]+)=*$/i.exec(request.headers.authorization ?? '')?.[1];
    const bearer = token === undefined ? undefined : await this.tokens.parse(token);
    if (bearer === undefined || !(await this.sessions.findLive(bearer.sessionId))) {
      throw new Problem('access-token-invalid');
    }
    request.bearer = bearer;
    return true;
  }
}

/** Injects the {@link Bearer} of a request that {@link BearerGuard} let through. */
export const CurrentBearer = createParamDecorator((_data: undefined, context: ExecutionContext): Bearer => {
  const { bearer } = context.switchToHttp().getRequest<FastifyRequest>();
  if (bearer === undefined) throw new Error('CurrentBearer needs BearerGuard on the same route.');
  return bearer;
});
