import type { Fault, FaultName, FaultOrder } from '@standby/testbed';

/** The providers the service is set up with, the preferred first. */
export const CARRIERS = ['twilio', 'aws-sns'] as const;

export type CarrierName = (typeof CARRIERS)[number];

/** A number in [0, 1). */
type Random = () => number;

/** One spell of the outage: what each provider does, and who is killed while codes are asked for. */
export interface Spell {
  readonly faults: Readonly<Record<CarrierName, FaultOrder>>;
  readonly victim: 'auth' | 'testbed' | 'nobody';
  /** When in the spell the kill comes, in [0, 1). */
  readonly killAt: number;
}

/** Every fault there is, with settings that let a spell end soon. */
const FAULTS_OF_ALL: Readonly<Record<Exclude<FaultName, 'error-code'>, Fault>> = {
  healthy: { fault: 'healthy' },
  latency: { fault: 'latency', latencyMs: 400 },
  'slow-drip': { fault: 'slow-drip', latencyMs: 50 },
  throttled: { fault: 'throttled', retryAfterSeconds: 1 },
  'error-500': { fault: 'error-500' },
  'error-503': { fault: 'error-503', retryAfterSeconds: 1 },
  'failed-in-201': { fault: 'failed-in-201' },
  hang: { fault: 'hang' },
  refused: { fault: 'refused' },
  'reset-before-read': { fault: 'reset-before-read' },
  'reset-after-read': { fault: 'reset-after-read' },
  'malformed-body': { fault: 'malformed-body' },
  'unusable-200': { fault: 'unusable-200' },
  'html-200': { fault: 'html-200' },
  'html-502': { fault: 'html-502' },
  'cut-short': { fault: 'cut-short' },
  'accepted-then-hang': { fault: 'accepted-then-hang' },
  'accepted-then-reset': { fault: 'accepted-then-reset' },
  'accepted-then-500': { fault: 'accepted-then-500' },
  'accepted-then-503': { fault: 'accepted-then-503' },
};

/** Refusals of the account and of the recipient. */
const ERROR_CODES: Readonly<Record<CarrierName, readonly (number | string)[]>> = {
  twilio: [20003, 21211, 21610],
  'aws-sns': ['AuthorizationError', 'OptedOut', 'Throttled'],
};

/** Deaths in a plan. */
export const KILLS = { auth: 5, testbed: 3 } as const;

/** Share of the requests at the provider that is the better one of a spell. */
const SMALL_SHARE = 0.3;

/**
 * Every fault of each provider, in an order of its own, with the kills strewn in; the random numbers decide all.
 *
 * In each spell one provider fails always and the other at times, so that codes are under way until the end.
 */
export function planFor(random: Random): Spell[] {
  const twilio = faultsOf('twilio', random);
  const sns = faultsOf('aws-sns', random);
  const indices = twilio.map((_, index) => index);
  const victims = shuffled(indices, random).map((index) => victimAt(index));
  return twilio.map((fault, index) => {
    const [share, shareOfOther] = random() < 0.5 ? [1, SMALL_SHARE] : [SMALL_SHARE, 1];
    return {
      faults: {
        twilio: { ...fault, probability: share },
        'aws-sns': { ...(sns[index] ?? FAULTS_OF_ALL.healthy), probability: shareOfOther },
      },
      victim: victims[index] ?? 'nobody',
      killAt: random(),
    };
  });
}

function faultsOf(provider: CarrierName, random: Random): Fault[] {
  const refusals = ERROR_CODES[provider].map((code): Fault => ({ fault: 'error-code', code }));
  return shuffled([...Object.values(FAULTS_OF_ALL), ...refusals], random);
}

function victimAt(index: number): Spell['victim'] {
  if (index < KILLS.auth) return 'auth';
  return index < KILLS.auth + KILLS.testbed ? 'testbed' : 'nobody';
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
  return values
    .map((value) => ({ value, rank: random() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ value }) => value);
}
