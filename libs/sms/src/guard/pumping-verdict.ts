import type { BucketName } from './pumping-buckets.js';
import type { Scope } from './pumping-rules.js';

/** What the guard can object to. */
export type PumpingObjection = BucketName | 'address-countries' | 'daily-spend';

/** Something that was measured, and what it may be. */
export interface Measure {
  readonly of: PumpingObjection;
  readonly level: number;
  readonly threshold: number;
}

/** What the rules say of a request: `unsure` where a human check would settle it. */
export type Verdict = 'allow' | 'unsure' | 'refuse';

/** What became of a request: `check-asked` is admitted once a human check was passed. */
export type Effect = 'admitted' | 'refused' | 'check-asked' | 'check-passed';

/** Whether the guard acts on what its rules say. */
export type GuardMode = 'record' | 'enforce';

/** Whether a number was verified before. */
export type Standing = 'known' | 'new';

/** How a human check stands: there is none, it is to be passed, it was. */
export type CheckState = 'none' | 'open' | 'passed';

const SCOPES_OF: Readonly<Record<PumpingObjection, Scope | 'spend'>> = {
  'country-hour': 'country',
  'country-day': 'country',
  'prefix-hour': 'prefix',
  'prefix-day': 'prefix',
  'prefix-velocity': 'prefix',
  'address-hour': 'address',
  'address-day': 'address',
  'address-countries': 'address',
  'daily-spend': 'spend',
};

/** What of the measures is over its threshold. */
export function reasonsIn(measures: readonly Measure[]): readonly Measure[] {
  return measures.filter(({ level, threshold }) => level > threshold);
}

/**
 * The verdict for such reasons. That much goes unverified in a country, in a prefix, or from an address, may be other
 * people's doing: one of the three leaves it unsure, two of them do not, nor does money that is spent.
 */
export function verdictFor(reasons: readonly Measure[]): Verdict {
  const scopes = new Set(reasons.map(({ of }) => SCOPES_OF[of]));
  if (scopes.size === 0) return 'allow';
  return scopes.size > 1 || scopes.has('spend') ? 'refuse' : 'unsure';
}

/** Whether a verdict can be acted on at all: never against a number that was verified before. */
export function isBinding(mode: GuardMode, standing: Standing): boolean {
  return mode === 'enforce' && standing === 'new';
}

/** What follows from a binding verdict. */
export function effectOf(verdict: Verdict, check: CheckState): Effect {
  if (verdict === 'allow') return 'admitted';
  if (verdict === 'refuse' || check === 'none') return 'refused';
  return check === 'passed' ? 'check-passed' : 'check-asked';
}
