import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { seededRandom } from '../libs/sms/src/testing/seeded-random.ts';
import { SCENARIOS } from './guard/scenarios.ts';
import { trafficOf } from './guard/traffic.ts';

// Writes the traffic of a scenario as a log that `npm run guard:replay` reads: the same for the same seed.

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: '6' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: 'traffic.jsonl' },
  },
});
const scenario = SCENARIOS[Number(values.scenario) - 1];
if (scenario === undefined) {
  console.error(SCENARIOS.map(({ name }, index) => `${index + 1}  ${name}`).join('\n'));
  process.exit(1);
}
const log = trafficOf(scenario.population, scenario.attacks, seededRandom(Number(values.seed)));
writeFileSync(values.out, log.map((request) => `${JSON.stringify(request)}\n`).join(''));
console.log(`${log.length} requests in ${values.out}: ${scenario.name}`);
