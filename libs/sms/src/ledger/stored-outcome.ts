import {
  either,
  type Guard,
  isBoolean,
  isNumber,
  isText,
  listOf,
  oneOf,
  optional,
  parseAs,
  shape,
} from '../json-guards.js';
import { HANDLING } from '../providers/handling.js';
import type { ProviderFailure } from '../providers/provider-error.js';
import type { Attempt } from '../routing/attempt.js';
import type { Outcome } from './outcome.js';
import type { SentMessage } from './sent-message.js';

/** Reads an outcome from JSON; `undefined` when it is not one, as after a change of its form between releases. */
export function parseOutcome(json: string): Outcome | undefined {
  return parseAs(json, isOutcome);
}

function isFailureKind(value: unknown): value is keyof typeof HANDLING {
  return typeof value === 'string' && Object.hasOwn(HANDLING, value);
}

const isAttempt = shape<Attempt>({
  provider: isText,
  reason: oneOf('first-choice', 'after-failure', 'hedge', 'again', 'watch', 'passed-over', 'refused-before'),
  tookMs: isNumber,
  outcome: either(oneOf('accepted', 'outpaced'), isFailureKind),
  maybeSent: isBoolean,
  code: optional(isText),
  providerMessageId: optional(isText),
});

/** The way a message went. */
const WAY = {
  route: listOf(isText),
  routeReason: oneOf('configured-order', 'another-than-last-time'),
  attempts: listOf(isAttempt),
};

const ALWAYS = { ...WAY, id: isText, provider: isText, segments: isNumber };

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
    failures: listOf(isFailure),
    messageId: isText,
    ...WAY,
  }),
);
