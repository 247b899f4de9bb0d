import type { FailureKind } from '../../libs/sms/src/providers/handling.js';
import type { Answer } from './call-script.js';

// What answers mean, said once more and apart from the engine's own table: a row that is wrong there breaks an invariant.

const FINAL: readonly FailureKind[] = ['invalid-recipient', 'opted-out', 'fraud-blocked', 'invalid-request'];
const PASSING: readonly FailureKind[] = ['throttled', 'unavailable', 'overloaded'];

/** Whether nobody else may be asked: the recipient, or the message itself, is refused. */
export function isFinal({ kind }: Answer): boolean {
  return FINAL.some((final) => final === kind);
}

/** Whether the recipient may have got the message of a call that was answered so. */
export function isMaybeSent({ kind }: Answer): boolean {
  return kind === 'accepted' || kind === 'ambiguous' || kind === 'bug';
}

/** Whether the provider that answered so may be asked again. */
export function mayBeAskedAgain({ kind }: Answer): boolean {
  return PASSING.some((passing) => passing === kind);
}

/** What an answer says of a provider's health. */
export function verdictOf({ kind }: Answer): 'success' | 'failure' | 'ignored' | 'fatal' {
  switch (kind) {
    case 'accepted':
    case 'route-refused':
      return 'success';
    case 'ambiguous':
    case 'bug':
    case 'throttled':
    case 'unavailable':
      return 'failure';
    case 'misconfigured':
      return 'fatal';
    case 'overloaded':
    case 'invalid-recipient':
    case 'opted-out':
    case 'fraud-blocked':
    case 'invalid-request':
      return 'ignored';
    default:
      return kind satisfies never;
  }
}
