import { HANDLING, type ProviderFailure } from '../providers/provider-error.js';
import type { Attempt } from '../routing/attempt.js';
import type { Outcome } from './outcome.js';
import type { SentMessage } from './sent-message.js';

/** Reads an outcome from JSON; `undefined` when it is not one, as after a change of its form between releases. */
export function parseOutcome(json: string): Outcome | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isOutcome(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

type Guard<T> = (value: unknown) => value is T;
/** One guard a property: a property added to the type does not compile until it is checked here. */
type Guards<T> = { readonly [K in keyof Required<T>]: Guard<T[K & keyof T]> };

const isText = (value: unknown) => typeof value === 'string';
const isNumber = (value: unknown) => typeof value === 'number';
const isBoolean = (value: unknown) => typeof value === 'boolean';

function oneOf<const T extends string>(...texts: readonly T[]): Guard<T> {
  return (value): value is T => texts.some((text) => text === value);
}

function either<A, B>(isA: Guard<A>, isB: Guard<B>): Guard<A | B> {
  return (value): value is A | B => isA(value) || isB(value);
}

function optional<T>(is: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || is(value);
}

function listOf<T>(is: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(is);
}

function nonEmptyListOf<T>(is: Guard<T>): Guard<readonly [T, ...T[]]> {
  return (value): value is readonly [T, ...T[]] => listOf(is)(value) && value.length > 0;
}

function shape<T>(guards: Guards<T>): Guard<T> {
  const checks = Object.entries<Guard<unknown>>(guards);
  return (value): value is T =>
    typeof value === 'object' && value !== null && checks.every(([name, is]) => is(Reflect.get(value, name)));
}

function isFailureKind(value: unknown): value is keyof typeof HANDLING {
  return typeof value === 'string' && Object.hasOwn(HANDLING, value);
}

const isAttempt = shape<Attempt>({
  provider: isText,
  reason: oneOf('first-choice', 'after-failure', 'hedge', 'again', 'watch', 'passed-over'),
  tookMs: isNumber,
  outcome: either(oneOf('accepted', 'outpaced'), isFailureKind),
  maybeSent: isBoolean,
  code: optional(isText),
  providerMessageId: optional(isText),
});

const ALWAYS = {
  id: isText,
  provider: isText,
  segments: isNumber,
  routeReason: oneOf('configured-order', 'another-than-last-time'),
  attempts: listOf(isAttempt),
};

const isMessage: Guard<SentMessage> = either(
  shape<Extract<SentMessage, { status: 'accepted' }>>({
    ...ALWAYS,
    status: oneOf('accepted'),
    providerMessageId: optional(isText),
  }),
  shape<Extract<SentMessage, { status: 'unknown' }>>({ ...ALWAYS, status: oneOf('unknown') }),
);

const isFailure = shape<ProviderFailure>({
  kind: isFailureKind,
  provider: isText,
  code: isText,
  httpStatus: optional(isNumber),
  retryAfterMs: optional(isNumber),
});

const isOutcome: Guard<Outcome> = either(
  shape<Extract<Outcome, { result: 'sent' }>>({ result: oneOf('sent'), message: isMessage }),
  shape<Extract<Outcome, { result: 'undeliverable' }>>({
    result: oneOf('undeliverable'),
    failures: nonEmptyListOf(isFailure),
    attempts: listOf(isAttempt),
  }),
);
