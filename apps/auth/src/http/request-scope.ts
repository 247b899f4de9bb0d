import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyRequest } from 'fastify';

/** What is known of the request that is being answered. */
export interface RequestScope {
  readonly requestId: string;
  /** Address of the client, as far as it is known. */
  readonly address: string;
}

const scopes = new AsyncLocalStorage<RequestScope>();

/** Answers a request within its scope, which whatever runs for it can look up. */
export function inRequestScope({ id, ip }: FastifyRequest, answer: () => void): void {
  scopes.run({ requestId: id, address: ip }, answer);
}

/** The request this runs for; undefined for what the service does by itself. */
export function currentRequest(): RequestScope | undefined {
  return scopes.getStore();
}
