import type { FaultOrder, ProviderName } from '@standby/testbed';
import { AT_ONCE } from './sender.ts';

/** Codes sent once the fault is on. */
export const CODES = 320;

/** The library's defaults, given to it again so that the numbers below hold. */
export const LIMITS = { hedgeDelayMs: 1000, minHedgeDelayMs: 250, codeDeadlineMs: 10_000 } as const;

/** The longest 99 of 100 codes may take. */
export type TimeNumber =
  | { readonly at: 'most'; readonly timesHealthy: number; readonly plusMs: number }
  | { readonly at: 'deadline' };

/** What a scene is held to. */
export interface SceneNumbers {
  readonly p99: TimeNumber;
  /** Most requests the first provider may still get; `undefined` where it works for most. */
  readonly stillSentToFirst: number | undefined;
  /** Most recipients that may get their code twice. */
  readonly sentTwice: number | 'each that hung';
}

/** One way for providers to fail while codes are sent. */
export interface Scene {
  readonly name: string;
  /** Whether the fault begins after healthy traffic, or is there when the process starts. */
  readonly begins: 'after healthy traffic' | 'from the first message';
  readonly faults: { readonly [provider in ProviderName]?: FaultOrder };
  /** Who may carry a code, first preferred; `instant` is a third provider, in this process. */
  readonly order: readonly string[];
  readonly codes: number;
  /** `all accepted` with these numbers, or all refused with every cause and a time to come back. */
  readonly end: 'all accepted' | 'all refused';
  readonly numbers: SceneNumbers;
}

/** A breaker opens while a wave is under way; a probe or two may follow. */
const WAVE_AND_PROBES = AT_ONCE + 2;

const AT_ONCE_FAILING = { at: 'most', timesHealthy: 3, plusMs: 0 } as const;
const COLD_SILENCE = { at: 'most', timesHealthy: 2, plusMs: LIMITS.hedgeDelayMs } as const;
const LEARNT_SILENCE = { at: 'most', timesHealthy: 2, plusMs: LIMITS.minHedgeDelayMs } as const;

/** The second provider by itself, as cold as it is when the first one fails. */
export const SECOND_ALONE = unhurt(
  'healthy, the second alone, from the first message',
  'from the first message',
  ['aws-sns'],
);

/** Every row of the table, in its order. */
export const SCENES: readonly Scene[] = [
  unhurt('healthy', 'after healthy traffic', ['twilio', 'aws-sns']),
  unhurt('healthy, the second alone', 'after healthy traffic', ['aws-sns']),
  SECOND_ALONE,
  fails('401', { fault: 'error-code', code: 20003 }, { stillSentToFirst: AT_ONCE }),
  fails('429', { fault: 'throttled', retryAfterSeconds: 30 }),
  fails('500', { fault: 'error-500' }),
  fails('503', { fault: 'error-503' }),
  fails('refused', { fault: 'refused' }),
  fails('reset before the request is read', { fault: 'reset-before-read' }),
  fails('reset after the request is read', { fault: 'reset-after-read' }),
  fails('failed in a 201', { fault: 'failed-in-201' }),
  fails('HTML 200', { fault: 'html-200' }),
  fails('500 after acceptance', { fault: 'accepted-then-500' }, { sentTwice: AT_ONCE }),
  fails('503 after acceptance', { fault: 'accepted-then-503' }, { sentTwice: AT_ONCE }),
  fails('reset after acceptance', { fault: 'accepted-then-reset' }, { sentTwice: AT_ONCE }),
  silent('answers 3 s late', { fault: 'latency', latencyMs: 3000 }, AT_ONCE),
  silent('hangs', { fault: 'hang' }, 0),
  silent('hangs after acceptance', { fault: 'accepted-then-hang' }, AT_ONCE),
  silent('drips', { fault: 'slow-drip', latencyMs: 200 }, AT_ONCE),
  hangsAtTimes('5 % hang', 'hang', 0),
  hangsAtTimes('5 % hang after acceptance', 'accepted-then-hang', 'each that hung'),
  cutShort('201 cut short', 'cut-short'),
  cutShort('201 with half of its JSON', 'malformed-body'),
  scene('500, the second hangs, a third is there', {
    faults: { twilio: { fault: 'error-500' }, 'aws-sns': { fault: 'hang' } },
    order: ['twilio', 'aws-sns', 'instant'],
    numbers: { p99: { at: 'deadline' }, stillSentToFirst: WAVE_AND_PROBES, sentTwice: 0 },
  }),
  allDown('both refused', { fault: 'refused' }, CODES),
  allDown('both 503', { fault: 'error-503' }, CODES),
  allDown('both hang', { fault: 'hang' }, AT_ONCE),
];

function scene(name: string, rest: Pick<Scene, 'faults' | 'numbers'> & Partial<Scene>): Scene {
  return {
    name,
    begins: 'after healthy traffic',
    order: ['twilio', 'aws-sns'],
    codes: CODES,
    end: 'all accepted',
    ...rest,
  };
}

/** No fault: what the other lines are to be read against. */
function unhurt(name: string, begins: Scene['begins'], order: Scene['order']): Scene {
  const numbers = { p99: { at: 'deadline' }, stillSentToFirst: undefined, sentTwice: 0 } as const;
  return scene(name, { begins, order, faults: {}, numbers });
}

function fails(name: string, twilio: FaultOrder, numbers: Partial<SceneNumbers> = {}): Scene {
  const usual = { p99: AT_ONCE_FAILING, stillSentToFirst: WAVE_AND_PROBES, sentTwice: 0 };
  return scene(name, { faults: { twilio }, numbers: { ...usual, ...numbers } });
}

function silent(name: string, twilio: FaultOrder, sentTwice: number): Scene {
  return scene(`${name}, from the first message`, {
    begins: 'from the first message',
    faults: { twilio },
    numbers: { p99: COLD_SILENCE, stillSentToFirst: WAVE_AND_PROBES, sentTwice },
  });
}

function hangsAtTimes(
  name: string,
  fault: 'hang' | 'accepted-then-hang',
  sentTwice: SceneNumbers['sentTwice'],
): Scene {
  return scene(name, {
    faults: { twilio: { fault, probability: 0.05 } },
    numbers: { p99: LEARNT_SILENCE, stillSentToFirst: undefined, sentTwice },
  });
}

function cutShort(name: string, fault: 'cut-short' | 'malformed-body'): Scene {
  const p99 = { at: 'most', timesHealthy: 1.5, plusMs: 0 } as const;
  return scene(name, {
    faults: { twilio: { fault } },
    numbers: { p99, stillSentToFirst: undefined, sentTwice: 0 },
  });
}

function allDown(name: string, fault: FaultOrder, codes: number): Scene {
  return scene(name, {
    faults: { twilio: fault, 'aws-sns': fault },
    codes,
    end: 'all refused',
    numbers: { p99: { at: 'deadline' }, stillSentToFirst: undefined, sentTwice: 0 },
  });
}
