import type { FailureKind } from './handling.js';
import { isPassing } from './provider-answer.js';

/** An answer of an AWS service that names no message, classified. */
export interface AwsRefusal {
  readonly kind: FailureKind;
  /** What AWS called it, or `http-<status>`, or `unusable-answer`. */
  readonly code: string;
}

/** An answer that can be read neither as success nor as a refusal. */
export const UNUSABLE: AwsRefusal = { kind: 'ambiguous', code: 'unusable-answer' };

/** The kind of a refusal whose code says nothing; `code` is absent when something in between answered. */
export function kindOfStatus(status: number, code: string | undefined): FailureKind {
  if (status === 429) return 'throttled';
  if (code === undefined && isPassing(status)) return 'unavailable';
  // Credentials, a wrong host, or a proxy that answers in the place of AWS.
  if (status === 401 || status === 403 || status === 404) return 'misconfigured';
  // A rule we do not know yet: nothing was sent, and another provider may not have it.
  if (status >= 400 && status < 500) return code === undefined ? 'misconfigured' : 'route-refused';
  return 'ambiguous';
}
