import { createParamDecorator, type ExecutionContext, UseGuards } from '@nestjs/common';
import type { Bearer } from './access-token.js';
import { SignedInGuard, type SignedInRequest } from './signed-in.guard.js';

/**
 * Keeps a route, or all routes of a controller, for those who are signed in. The module of the controller imports the
 * one that provides a `BearerCheck`, unless that is global, as `SignedInModule` is.
 */
export function SignedIn(): MethodDecorator & ClassDecorator {
  return UseGuards(SignedInGuard);
}

/** Injects the {@link Bearer} of a request that {@link SignedIn} let through. */
export const CurrentBearer = createParamDecorator(
  (_data: undefined, context: ExecutionContext): Bearer => bearerIn(context),
);

/** Injects the account id of a request that {@link SignedIn} let through. */
export const CurrentAccountId = createParamDecorator(
  (_data: undefined, context: ExecutionContext): string => bearerIn(context).accountId,
);

function bearerIn(context: ExecutionContext): Bearer {
  const { bearer } = context.switchToHttp().getRequest<SignedInRequest>();
  if (bearer === undefined)
    throw new Error('CurrentBearer and CurrentAccountId need @SignedIn() on the same route.');
  return bearer;
}
