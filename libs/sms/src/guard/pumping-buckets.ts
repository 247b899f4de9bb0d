import type { BucketShape } from './leaky-bucket.js';
import { type GuardedRequest, type PumpingRules, type Scope, subjectOf } from './pumping-rules.js';
import { NONE_VERIFIED, type VerifiedCounts } from './verified-counts.js';

/** Buckets are named for what they are for and the time it takes them to empty. */
export type BucketName =
  | 'country-hour'
  | 'country-day'
  | 'prefix-hour'
  | 'prefix-day'
  | 'prefix-velocity'
  | 'address-hour'
  | 'address-day';

/** A bucket of one subject, in its present shape. */
export interface Bucket extends BucketShape {
  readonly name: BucketName;
  /** Whose it is: the address's own, or shared by all who ask for codes of a country or a prefix. */
  readonly scope: Scope;
  readonly key: string;
  /** `verification`: it takes out what its code put in; `time`: nothing else does. */
  readonly drainedBy: 'verification' | 'time';
}

interface BucketRule extends Pick<Bucket, 'name' | 'scope' | 'periodMs' | 'drainedBy'> {
  readonly threshold: (rules: PumpingRules, verified: VerifiedCounts) => number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A day's traffic comes within about six hours: a sixth of it is what the best hour brings. */
const BUSY_HOURS = 6;

/**
 * A request pours one into each of these, before anything is sent. Thresholds grow with what was verified, so
 * that they fit ten codes a day as well as ten thousand.
 *
 * @see https://github.com/authgear/authgear-server/blob/fa7a7d551d/docs/specs/fraud-protection.md for the formulas of
 *   countries and addresses; those of prefixes follow them
 */
const BUCKET_RULES: readonly BucketRule[] = [
  unverifiedInHour('country-hour', 'country', (rules) => rules.countryHourFloor),
  unverifiedInDay('country-day', 'country', (rules) => rules.countryDayFloor),
  unverifiedInHour('prefix-hour', 'prefix', (rules) => rules.prefixHourFloor),
  unverifiedInDay('prefix-day', 'prefix', (rules) => rules.prefixDayFloor),
  {
    name: 'prefix-velocity',
    scope: 'prefix',
    periodMs: HOUR_MS / 6,
    drainedBy: 'time',
    threshold: (rules, { bestDay, lastHour }) =>
      Math.max(rules.prefixVelocityFloor, bestDay / BUSY_HOURS, lastHour),
  },
  {
    name: 'address-hour',
    scope: 'address',
    periodMs: HOUR_MS,
    drainedBy: 'verification',
    threshold: ({ addressHourFloor, hourlyRatio }, { lastDay }) =>
      Math.max(addressHourFloor, (lastDay / BUSY_HOURS) * hourlyRatio),
  },
  {
    name: 'address-day',
    scope: 'address',
    periodMs: DAY_MS,
    drainedBy: 'verification',
    threshold: ({ addressDayFloor, dailyRatio }, { lastDay }) =>
      Math.max(addressDayFloor, lastDay * dailyRatio),
  },
];

/** The buckets a request concerns, sized by what was verified of late in each of its scopes. */
export function bucketsOf(
  rules: PumpingRules,
  request: GuardedRequest,
  verified: ReadonlyMap<string, VerifiedCounts>,
): readonly Bucket[] {
  return BUCKET_RULES.map(({ name, scope, periodMs, drainedBy, threshold: thresholdOf }) => {
    const subject = subjectOf(scope, request);
    const threshold = thresholdOf(rules, verified.get(subject) ?? NONE_VERIFIED);
    const key = `${name} ${subject}`;
    return { name, scope, key, drainedBy, threshold, periodMs };
  });
}

function unverifiedInHour(
  name: BucketName,
  scope: Scope,
  floorOf: (rules: PumpingRules) => number,
): BucketRule {
  return {
    name,
    scope,
    periodMs: HOUR_MS,
    drainedBy: 'verification',
    threshold: (rules, { bestDay, lastHour }) =>
      Math.max(floorOf(rules), (bestDay / BUSY_HOURS) * rules.hourlyRatio, lastHour * rules.hourlyRatio),
  };
}

function unverifiedInDay(
  name: BucketName,
  scope: Scope,
  floorOf: (rules: PumpingRules) => number,
): BucketRule {
  return {
    name,
    scope,
    periodMs: DAY_MS,
    drainedBy: 'verification',
    threshold: (rules, { bestDay, lastDay }) =>
      Math.max(floorOf(rules), bestDay * rules.dailyRatio, lastDay * rules.dailyRatio),
  };
}
