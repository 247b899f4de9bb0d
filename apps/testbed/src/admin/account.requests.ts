import { isRecord } from '../json-record.js';
import type { TwilioStanding } from '../twilio/twilio.standing.js';
import { InvalidRequestError, onlyFieldOf } from './admin.requests.js';

type StandingChange = { -readonly [field in keyof TwilioStanding]?: TwilioStanding[field] };

const STATUSES = ['active', 'suspended', 'closed'] as const;
const TYPES = ['Full', 'Trial'] as const;

/** @throws {InvalidRequestError} when the body is not `{"usd": number}` with a number of at least 0. */
export function spendLimitOf(body: unknown): number {
  const usd = onlyFieldOf(body, 'usd');
  if (isFiniteNumber(usd) && usd >= 0) return usd;
  throw new InvalidRequestError('The body must be {"usd": number}, with a number of at least 0.');
}

/** @throws {InvalidRequestError} when a field is not one of an account's, or its value cannot be. */
export function twilioStandingOf(body: unknown): Partial<TwilioStanding> {
  if (!isRecord(body)) {
    throw new InvalidRequestError(
      'The body must be {"status", "type", "balance", "currency"} or some of it.',
    );
  }
  const change: StandingChange = {};
  for (const [field, value] of Object.entries(body)) take(field, value, change);
  return change;
}

function take(field: string, value: unknown, change: StandingChange): void {
  switch (field) {
    case 'status':
      change.status = oneOf(field, value, STATUSES);
      return;
    case 'type':
      change.type = oneOf(field, value, TYPES);
      return;
    case 'balance':
      if (!isFiniteNumber(value)) throw new InvalidRequestError('"balance": a number.');
      change.balance = value;
      return;
    case 'currency':
      if (typeof value !== 'string' || !/^[A-Z]{3}$/.test(value))
        throw new InvalidRequestError('"currency": three letters, as in USD.');
      change.currency = value;
      return;
    default:
      throw new InvalidRequestError(`An account has no "${field}".`);
  }
}

/** JSON can hold 1e400. */
function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function oneOf<T extends string>(field: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw new InvalidRequestError(`"${field}": one of ${allowed.join(', ')}.`);
}
