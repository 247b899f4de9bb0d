/**
 * Every problem the service answers with: its stable code, and the status it goes out under. The words are in
 * `texts/`, one file a language.
 */
export const PROBLEM_STATUS = {
  'validation-failed': 400,
  'malformed-json': 400,
  'malformed-request': 400,
  'access-token-invalid': 401,
  'refresh-token-invalid': 401,
  'destination-blocked': 403,
  'human-check-required': 403,
  'receipt-refused': 403,
  'not-found': 404,
  'challenge-not-found': 404,
  'session-not-found': 404,
  'method-not-allowed': 405,
  'request-timeout': 408,
  'challenge-expired': 410,
  'challenge-consumed': 410,
  'challenge-superseded': 410,
  'challenge-exhausted': 410,
  'payload-too-large': 413,
  'uri-too-long': 414,
  'unsupported-media-type': 415,
  'phone-number-invalid': 422,
  'phone-number-not-mobile': 422,
  'phone-number-not-served': 422,
  'recipient-unreachable': 422,
  'recipient-opted-out': 422,
  'code-incorrect': 422,
  'resend-too-soon': 429,
  'too-many-wrong-codes': 429,
  'quota-exceeded': 429,
  'internal-error': 500,
  'sms-unavailable': 503,
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** What a person is told: what is wrong, and what to do about it. */
export interface ProblemText {
  readonly title: string;
  readonly detail: string;
}

/** One field a request got wrong. The message never repeats what was sent. */
export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

/** Which check a client has to pass, and whatever else it needs for it. */
export interface HumanCheckDemand {
  /** `turnstile`, `hcaptcha`, `proof-of-work`, or a host's own. */
  readonly kind: string;
  readonly [detail: string]: unknown;
}

/** What a problem says beyond its code. */
export interface ProblemDetails {
  /** Members of the body besides the standard ones. */
  readonly members?: {
    readonly attemptsLeft?: number;
    readonly errors?: readonly FieldFault[];
    readonly humanCheck?: HumanCheckDemand;
  };
  /** When trying again makes sense, in ms from now; goes out as `Retry-After`, in whole seconds. */
  readonly retryAfterMs?: number;
  /** Methods the resource does have; goes out as `Allow`. */
  readonly allow?: readonly string[];
  /** How to be let in; goes out as `WWW-Authenticate`, which every 401 has. */
  readonly challenge?: string;
  readonly cause?: unknown;
}

/**
 * An answer other than the one asked for, thrown by whoever notices; the filter puts it into RFC 9457 form and
 * the reader's language.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    readonly details: ProblemDetails = {},
  ) {
    super(code, { cause: details.cause });
    this.status = PROBLEM_STATUS[code];
  }
}
