import { type PumpingRules, replayPumping } from '@standby/sms';
import type { Scenario } from './scenarios.ts';
import { type Random, trafficOf } from './traffic.ts';

/** What becomes of the people and of the attackers of a scenario. */
export interface ScenarioEffects {
  readonly people: number;
  readonly peopleRefused: number;
  readonly peopleChecked: number;
  readonly attacker: number;
  readonly attackerRefused: number;
  /** What the attacker's codes cost that were sent. */
  readonly attackerCostUsd: number;
}

/** Replays a scenario under such rules, with a human check or without. */
export async function effectsOn(
  { population, attacks }: Scenario,
  rules: PumpingRules,
  check: 'none' | 'offered',
  random: Random,
): Promise<ScenarioEffects> {
  const count = {
    people: 0,
    peopleRefused: 0,
    peopleChecked: 0,
    attacker: 0,
    attackerRefused: 0,
    attackerCostUsd: 0,
  };
  await replayPumping(trafficOf(population, attacks, random), { rules, check }, (request, { effect }) => {
    if (request.by === 'person') {
      count.people += 1;
      if (effect === 'refused') count.peopleRefused += 1;
      else if (effect !== 'admitted') count.peopleChecked += 1;
      return;
    }
    count.attacker += 1;
    if (effect === 'refused') count.attackerRefused += 1;
    if (effect === 'admitted' || effect === 'check-passed')
      count.attackerCostUsd += request.costMicros / 1_000_000;
  });
  return count;
}

/** A row of the table in docs/pumping-guard.md. */
export function rowOf(
  { name }: Scenario,
  plain: ScenarioEffects,
  withCheck: Pick<ScenarioEffects, 'peopleRefused' | 'peopleChecked'>,
): string {
  const cells = [
    name,
    whole(plain.people),
    whole(plain.peopleRefused),
    `${whole(withCheck.peopleRefused)} and ${whole(withCheck.peopleChecked)}`,
    ...(plain.attacker === 0
      ? ['–', '–', '–']
      : [whole(plain.attacker), whole(plain.attackerRefused), plain.attackerCostUsd.toFixed(2)]),
  ];
  return `| ${cells.join(' | ')} |`;
}

function whole(count: number): string {
  return count.toLocaleString('en').replaceAll(',', ' ');
}
