import { HttpException } from '@nestjs/common';
import { DatabaseUnavailableError } from '@standby/database';
import { NotSignedInError } from '@standby/signed-in';
import {
  ClosedError,
  DestinationRefusedError,
  type FailureKind,
  InvalidMessageError,
  InvalidRecipientError,
  type InvalidRecipientReason,
  UndeliverableError,
} from '@standby/sms';
import { Problem, type ProblemCode } from './problem.js';

/** What `Retry-After` says when nobody knows better, in ms. */
const RETRY_AFTER_MS = 30_000;
/** What it says of a database that went away: long enough for a restart of it, in ms. */
const DATABASE_RETRY_AFTER_MS = 5_000;

const BY_FRAMEWORK_CODE: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-json',
  FST_ERR_MAX_PARAM_LENGTH: 'uri-too-long',
};

const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  404: 'not-found',
  405: 'method-not-allowed',
  408: 'request-timeout',
  413: 'payload-too-large',
  414: 'uri-too-long',
  415: 'unsupported-media-type',
  503: 'unavailable',
};

const BY_RECIPIENT_REASON: Readonly<Record<InvalidRecipientReason, ProblemCode>> = {
  'not-a-number': 'phone-number-invalid',
  'no-country-code': 'phone-number-invalid',
  'too-short': 'phone-number-invalid',
  'too-long': 'phone-number-invalid',
  'not-valid': 'phone-number-invalid',
  landline: 'phone-number-not-mobile',
  voip: 'phone-number-not-mobile',
  'not-mobile': 'phone-number-not-mobile',
  premium: 'phone-number-not-served',
  'toll-free': 'phone-number-not-served',
  satellite: 'phone-number-not-served',
};

/** What the client can do nothing about is one problem to it, whatever the providers' reasons. */
const BY_FAILURE_KIND: Readonly<Record<FailureKind, ProblemCode>> = {
  'invalid-recipient': 'recipient-unreachable',
  'opted-out': 'recipient-opted-out',
  'fraud-blocked': 'destination-blocked',
  'invalid-request': 'sms-unavailable',
  'route-refused': 'sms-unavailable',
  misconfigured: 'sms-unavailable',
  throttled: 'sms-unavailable',
  overloaded: 'sms-unavailable',
  unavailable: 'sms-unavailable',
  ambiguous: 'sms-unavailable',
};

/** The problem a thrown value comes to; whatever nobody foresaw is an `internal-error`. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof InvalidRecipientError)
    return new Problem(BY_RECIPIENT_REASON[thrown.reason], { cause: thrown });
  if (thrown instanceof DestinationRefusedError)
    return new Problem('phone-number-not-served', { cause: thrown });
  if (thrown instanceof InvalidMessageError) return new Problem('internal-error', { cause: thrown });
  if (thrown instanceof UndeliverableError) return undeliverable(thrown);
  if (thrown instanceof DatabaseUnavailableError)
    return new Problem('unavailable', { retryAfterMs: DATABASE_RETRY_AFTER_MS, cause: thrown });
  if (thrown instanceof NotSignedInError)
    return new Problem('access-token-invalid', { challenge: thrown.challenge, cause: thrown });
  if (thrown instanceof ClosedError)
    return new Problem('unavailable', { retryAfterMs: RETRY_AFTER_MS, cause: thrown });
  const status = statusOf(thrown);
  if (status === undefined) return new Problem('internal-error', { cause: thrown });
  const code = frameworkCodeOf(thrown) ?? BY_STATUS[status];
  if (code !== undefined) return new Problem(code, { cause: thrown });
  // A parser that gives up on a body throws a SyntaxError with a 4xx status.
  if (thrown instanceof SyntaxError) return new Problem('malformed-json', { cause: thrown });
  return new Problem(status < 500 ? 'malformed-request' : 'internal-error', { cause: thrown });
}

function undeliverable(error: UndeliverableError): Problem {
  const code = BY_FAILURE_KIND[error.kind];
  if (code !== 'sms-unavailable') return new Problem(code, { cause: error });
  return new Problem(code, { retryAfterMs: error.retryAfterMs ?? RETRY_AFTER_MS, cause: error });
}

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (!(thrown instanceof Error && 'statusCode' in thrown)) return undefined;
  const { statusCode } = thrown;
  return typeof statusCode === 'number' && statusCode >= 400 ? statusCode : undefined;
}

function frameworkCodeOf(thrown: unknown): ProblemCode | undefined {
  const cause = thrown instanceof HttpException ? thrown.cause : thrown;
  if (!(cause instanceof Error && 'code' in cause)) return undefined;
  return typeof cause.code === 'string' ? BY_FRAMEWORK_CODE[cause.code] : undefined;
}
