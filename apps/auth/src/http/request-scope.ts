import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known of the request that is being answered. */
export interface RequestScope {
  readonly requestId: string;
  /** Network of the client. */
  readonly network: string;
}

const scopes = new AsyncLocalStorage<RequestScope>();

/** Answers a request within its scope, which whatever runs for it can look up. */
export function inRequestScope(scope: RequestScope, answer: () => void): void {
  scopes.run(scope, answer);
}

/** The request this runs for; undefined for what the service does by itself. */
export function currentRequest(): RequestScope | undefined {
  return scopes.getStore();
}
