import { isE164 } from '../e164.js';
import { isRecord } from '../json-record.js';
import { isProviderName, PROVIDERS, type ProviderName } from '../providers.js';
import type { MessageQuery } from '../taken-messages.js';

/** Raised when an admin request cannot be understood; its message says what is allowed. */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequestError';
}

const DEFAULT_LIMIT = 100;
const LARGEST_LIMIT = 1_000;

/** Reads a query in which a bare `+` stands for itself, as people type phone numbers. */
export function queryOf(search: string): URLSearchParams {
  return new URLSearchParams(search.replaceAll('+', '%2B'));
}

/** @throws {InvalidRequestError} when the provider or the limit is not one. */
export function messageQueryOf(params: URLSearchParams): MessageQuery {
  const [to, provider, after] = [params.get('to'), params.get('provider'), params.get('after')];
  const number = params.get('number');
  return {
    limit: limitOf(params.get('limit')),
    ...(to === null || to === '' ? {} : { to }),
    ...(provider === null || provider === '' ? {} : { provider: normaliseProvider(provider) }),
    ...(number === null || number === '' ? {} : { number }),
    ...(after === null || after === '' ? {} : { after }),
  };
}

/** @throws {InvalidRequestError} when there is no such provider. */
export function normaliseProvider(name: string): ProviderName {
  if (isProviderName(name)) return name;
  throw new InvalidRequestError(`The provider must be one of: ${PROVIDERS.join(', ')}.`);
}

/** @throws {InvalidRequestError} when the body is not `{"numbers": [E.164, …]}`. */
export function numbersOf(body: unknown): readonly string[] {
  const numbers = onlyFieldOf(body, 'numbers');
  if (Array.isArray(numbers) && numbers.every(isNumber)) return numbers;
  throw new InvalidRequestError('The body must be {"numbers": [...]} with numbers in E.164 form.');
}

/** @throws {InvalidRequestError} when the body is not `{"enabled": true | false}`. */
export function enabledOf(body: unknown): boolean {
  const enabled = onlyFieldOf(body, 'enabled');
  if (typeof enabled === 'boolean') return enabled;
  throw new InvalidRequestError('The body must be {"enabled": true} or {"enabled": false}.');
}

/** The value of the only field a body has; undefined when it has another, or others. */
export function onlyFieldOf(body: unknown, name: string): unknown {
  const [field, ...others] = isRecord(body) ? Object.entries(body) : [];
  return field?.[0] === name && others.length === 0 ? field[1] : undefined;
}

/** @throws {InvalidRequestError} when the text is not JSON. */
export function jsonOf(text: string | undefined): unknown {
  try {
    const body: unknown = JSON.parse(text ?? '');
    return body;
  } catch {
    throw new InvalidRequestError('The body must be JSON.');
  }
}

function isNumber(value: unknown): value is string {
  return typeof value === 'string' && isE164(value);
}

function limitOf(text: string | null): number {
  if (text === null || text === '') return DEFAULT_LIMIT;
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= LARGEST_LIMIT) return limit;
  throw new InvalidRequestError(`"limit" must be a whole number from 1 to ${LARGEST_LIMIT}.`);
}
