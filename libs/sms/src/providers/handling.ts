/** What a failure means for the message, the provider and the next attempt. */
export interface Handling {
  /** Whether the recipient may have got, or may yet get, this text. */
  readonly maybeSent: boolean;
  /** Whether this provider may be asked again, once nobody else can carry the message. */
  readonly sameProvider: 'never' | 'after-retry-after' | 'after-backoff';
  /** Whether another provider is asked; `by-purpose`: for a one-time code, not for a notification. */
  readonly nextProvider: 'never' | 'yes' | 'by-purpose';
  /** Whether a later message may go out in the place of this one; `never`: its recipient, or a fraud guard, says no. */
  readonly laterMessage: 'never' | 'yes';
  /** What the circuit breakers learn; `country` tells only the breaker of the recipient's country. */
  readonly breaker: 'ignored' | 'country' | 'throttled' | 'failure' | 'opens-at-once';
  /** Whether a human has to do something before it gets better. */
  readonly alert: boolean;
}

/**
 * The one table of decisions: adapters classify a failure into a kind, everything else looks here.
 *
 * An unknown code becomes the kind that does least harm; see each adapter's `<name>.errors.ts`.
 */
export const HANDLING = {
  'invalid-recipient': {
    maybeSent: false,
    sameProvider: 'never',
    nextProvider: 'never',
    laterMessage: 'never',
    breaker: 'ignored',
    alert: false,
  },
  'opted-out': {
    maybeSent: false,
    sameProvider: 'never',
    nextProvider: 'never',
    laterMessage: 'never',
    breaker: 'ignored',
    alert: false,
  },
  'fraud-blocked': {
    maybeSent: false,
    sameProvider: 'never',
    nextProvider: 'never',
    laterMessage: 'never',
    breaker: 'ignored',
    alert: false,
  },
  'invalid-request': {
    maybeSent: false,
    sameProvider: 'never',
    nextProvider: 'never',
    laterMessage: 'yes',
    breaker: 'ignored',
    alert: true,
  },
  'route-refused': {
    maybeSent: false,
    sameProvider: 'never',
    nextProvider: 'yes',
    laterMessage: 'yes',
    breaker: 'country',
    alert: false,
  },
  misconfigured: {
    maybeSent: false,
    sameProvider: 'never',
    nextProvider: 'yes',
    laterMessage: 'yes',
    breaker: 'opens-at-once',
    alert: true,
  },
  overloaded: {
    maybeSent: false,
    sameProvider: 'after-backoff',
    nextProvider: 'yes',
    laterMessage: 'yes',
    breaker: 'ignored',
    alert: false,
  },
  throttled: {
    maybeSent: false,
    sameProvider: 'after-retry-after',
    nextProvider: 'yes',
    laterMessage: 'yes',
    breaker: 'throttled',
    alert: false,
  },
  unavailable: {
    maybeSent: false,
    sameProvider: 'after-backoff',
    nextProvider: 'yes',
    laterMessage: 'yes',
    breaker: 'failure',
    alert: false,
  },
  ambiguous: {
    maybeSent: true,
    sameProvider: 'never',
    nextProvider: 'by-purpose',
    laterMessage: 'yes',
    breaker: 'failure',
    alert: false,
  },
} as const satisfies Record<string, Handling>;

/** The closed set of reasons a provider did not accept a message. */
export type FailureKind = keyof typeof HANDLING;

/** Whether a value is a kind: a provider of the host application's own may say anything. */
export function isFailureKind(value: unknown): value is FailureKind {
  return typeof value === 'string' && Object.hasOwn(HANDLING, value);
}

/** The row of {@link HANDLING} for a kind. */
export function handlingOf(kind: FailureKind): Handling {
  return HANDLING[kind];
}
