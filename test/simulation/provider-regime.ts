import type { CallScript } from './call-script.js';
import type { Dice } from './dice.js';

const NAMES = [
  'healthy',
  'slow',
  'hanging',
  'refusing',
  'throttling',
  'misconfigured',
  'erring',
  'country-outage',
  'deaf',
  'accepting-then-silent',
  'buggy',
  'mixed',
] as const;

/** A manner a provider behaves in for a while. */
export interface Regime {
  readonly name: (typeof NAMES)[number];
  /** Median time to an answer in good health, in ms. */
  readonly medianMs: number;
  /** Share of calls that this regime is about; the others go as in good health. */
  readonly share: number;
  /** The country a `country-outage` is about. */
  readonly country: string;
}

/** Draws a regime; every other one, and more, is good health, so that breakers close again. */
export function drawRegime(dice: Dice, countries: readonly [string, ...string[]]): Regime {
  return {
    name: dice.chance(0.5) ? 'healthy' : dice.pick(NAMES),
    medianMs: dice.magnitude(5, 600),
    share: dice.chance(0.6) ? 1 : dice.between(0.1, 0.9),
    country: dice.pick(countries),
  };
}

/** Draws how one call under this regime goes. */
export function drawScript(regime: Regime, country: string, dice: Dice): CallScript {
  const healthy = healthyScript(regime, dice);
  return dice.chance(regime.share) ? scriptUnder(regime, healthy, country, dice) : healthy;
}

function scriptUnder(regime: Regime, healthy: CallScript, country: string, dice: Dice): CallScript {
  switch (regime.name) {
    case 'healthy':
      return healthy;
    case 'slow':
      return stretched(healthy, dice.magnitude(5, 60));
    case 'deaf':
      return { ...stretched(accepting(healthy), dice.magnitude(1, 60)), onAbort: 'goes-on' };
    case 'hanging':
      return dice.chance(0.5)
        ? {
            ...healthy,
            writtenAfterMs: Number.POSITIVE_INFINITY,
            takenAfterMs: 'never',
            answeredAfterMs: 'never',
          }
        : { ...healthy, takenAfterMs: 'never', answeredAfterMs: 'never' };
    case 'accepting-then-silent':
      return { ...healthy, answeredAfterMs: 'never' };
    case 'refusing':
      return failing(healthy, 'unavailable', dice);
    case 'misconfigured':
      return failing(healthy, 'misconfigured', dice);
    case 'throttling':
      return { ...failing(healthy, 'throttled', dice), answer: throttled(dice) };
    case 'erring':
      return { ...healthy, answer: { kind: 'ambiguous' }, takenAfterMs: perhapsTaken(healthy, dice) };
    case 'buggy':
      return { ...healthy, answer: { kind: 'bug' }, takenAfterMs: perhapsTaken(healthy, dice) };
    case 'country-outage':
      if (regime.country !== country) return healthy;
      return dice.chance(0.8)
        ? failing(healthy, 'route-refused', dice)
        : { ...healthy, answeredAfterMs: 'never' };
    case 'mixed':
      return scriptUnder({ ...regime, name: dice.pick(NAMES) }, healthy, country, dice);
    default:
      return regime.name satisfies never;
  }
}

function healthyScript({ medianMs }: Regime, dice: Dice): CallScript {
  const answeredAfterMs = dice.latency(medianMs);
  const script: CallScript = {
    writtenAfterMs: answeredAfterMs * 0.2,
    takenAfterMs: answeredAfterMs * 0.7,
    answeredAfterMs: dice.chance(0.05) ? 'at once' : answeredAfterMs,
    answer: { kind: 'accepted' },
    onAbort: dice.pick(['rejects', 'rejects', 'tells-what-it-read', 'takes-it-anyway']),
  };
  if (!dice.chance(0.03)) return script;
  const refusal = dice.pick([
    'invalid-recipient',
    'opted-out',
    'fraud-blocked',
    'invalid-request',
    'route-refused',
  ]);
  return { ...script, takenAfterMs: 'never', answer: { kind: refusal } };
}

function perhapsTaken({ takenAfterMs }: CallScript, dice: Dice): CallScript['takenAfterMs'] {
  return dice.chance(0.5) ? takenAfterMs : 'never';
}

function accepting(script: CallScript): CallScript {
  return { ...script, takenAfterMs: script.writtenAfterMs, answer: { kind: 'accepted' } };
}

function stretched(script: CallScript, factor: number): CallScript {
  const { writtenAfterMs, takenAfterMs, answeredAfterMs } = script;
  const longer = (ms: CallScript['answeredAfterMs']) => (typeof ms === 'number' ? ms * factor : ms);
  return {
    ...script,
    writtenAfterMs: writtenAfterMs * factor,
    takenAfterMs: takenAfterMs === 'never' ? takenAfterMs : takenAfterMs * factor,
    answeredAfterMs: longer(answeredAfterMs),
  };
}

function failing(
  script: CallScript,
  kind: 'unavailable' | 'misconfigured' | 'throttled' | 'route-refused',
  dice: Dice,
): CallScript {
  const answeredAfterMs = dice.chance(0.3) ? 'at once' : dice.magnitude(1, 50);
  return { ...script, takenAfterMs: 'never', answeredAfterMs, answer: { kind } };
}

function throttled(dice: Dice): CallScript['answer'] {
  const kind = 'throttled';
  return dice.chance(0.3)
    ? { kind }
    : { kind, retryAfterMs: dice.chance(0.1) ? 0 : dice.wholeMagnitude(1, 60_000) };
}
