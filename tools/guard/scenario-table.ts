import type { PumpingRules } from '@standby/sms';
import { seededRandom } from '../../libs/sms/src/testing/seeded-random.ts';
import { effectsOn, rowOf } from './scenario-effects.ts';
import { SCENARIOS } from './scenarios.ts';

const SEED = 1;

/** The rows of the table in docs/pumping-guard.md, in order; `progress` is told of each. */
export async function scenarioTable(
  rules: PumpingRules,
  progress: (done: number, of: number) => void = () => {},
): Promise<readonly string[]> {
  const rows: string[] = [];
  for (const scenario of SCENARIOS) {
    const plain = await effectsOn(scenario, rules, 'none', seededRandom(SEED));
    const withCheck = await effectsOn(scenario, rules, 'offered', seededRandom(SEED));
    rows.push(rowOf(scenario, plain, withCheck));
    progress(rows.length, SCENARIOS.length);
  }
  return rows;
}
