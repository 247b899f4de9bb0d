import type { BucketName } from './pumping-buckets.js';

/** What the guard can object to. */
export type PumpingObjection = BucketName | 'address-countries' | 'daily-spend';

/** Something that was measured, and what it may be. */
export interface Measure {
  readonly of: PumpingObjection;
  readonly level: number;
  readonly threshold: number;
}

/** A measure that is over its threshold. */
export interface Reason extends Measure {
  readonly certainty: 'unsure' | 'sure';
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

/** What of the measures is over its threshold, and how sure that makes the guard. */
export function reasonsIn(measures: readonly Measure[], sureAt: number): readonly Reason[] {
  return measures
    .filter(({ level, threshold }) => level > threshold)
    .map((measure) => ({
      ...measure,
      certainty: measure.level > measure.threshold * sureAt ? 'sure' : 'unsure',
    }));
}

/** The verdict for such reasons: one that the guard is sure of refuses. */
export function verdictFor(reasons: readonly Reason[]): Verdict {
  if (reasons.length === 0) return 'allow';
  return reasons.some(({ certainty }) => certainty === 'sure') ? 'refuse' : 'unsure';
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
