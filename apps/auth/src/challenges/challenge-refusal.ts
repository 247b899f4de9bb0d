import type { ChallengeTable } from '@standby/database';
import { Problem } from '../http/problem.js';
import { mayResend, standingOf } from './challenge.js';

/** Why a challenge took no attempt, or gave no resend, by how it stands just after. */
export function refusalOf(challenge: ChallengeTable | undefined, now: number): Problem {
  const standing = standingOf(challenge, now);
  if (challenge === undefined || standing === 'unknown') return new Problem('challenge-not-found');
  if (standing !== 'live') return new Problem(`challenge-${standing}`);
  const resend = mayResend(challenge, now);
  const waitMs = resend.verdict === 'wait' ? resend.waitMs : 0;
  return new Problem('resend-too-soon', { retryAfterMs: Math.max(waitMs, 1) });
}
