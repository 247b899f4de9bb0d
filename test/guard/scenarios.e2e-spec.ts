import { GuardConfig, pumpingRulesOf } from '@standby/auth';
import { AUTHGEAR_RULES, seededRandom } from '@standby/sms/testing';
import { describe, expect, it } from 'vitest';
import { bucketsOf } from '../../libs/sms/src/guard/pumping-buckets.js';
import { effectsOn } from '../../tools/guard/scenario-effects.js';
import { scenarioTable } from '../../tools/guard/scenario-table.js';
import { SCENARIOS } from '../../tools/guard/scenarios.js';
import { trafficOf } from '../../tools/guard/traffic.js';
import { firstCellsOf, readPage, sectionOf } from '../docs/page.js';

const RULES = pumpingRulesOf(new GuardConfig());
const PAGE = readPage('docs/pumping-guard.md');

describe('docs/pumping-guard.md', () => {
  it('has every objection the guard can have', () => {
    const request = { country: 'GB', prefix: '+44740012', address: '203.0.113.9' };
    const buckets = bucketsOf(RULES, request, new Map()).map(({ name }) => name);
    const documented = firstCellsOf(sectionOf(PAGE, '## Rules')).flatMap((cell) => cell.split(', '));
    expect(documented).toEqual([...buckets, 'address-countries', 'daily-spend']);
  });

  it('has the table of what the defaults do', { timeout: 120_000 }, async () => {
    const rows = await scenarioTable(RULES);
    expect(PAGE).toContain(rows.join('\n'));
  });
});

describe('the defaults of the pumping guard', () => {
  it.each([2, 3])('refuse nobody where nobody attacks, seed %i', async (seed) => {
    for (const scenario of SCENARIOS.filter(({ attacks }) => attacks.length === 0)) {
      const { people, peopleRefused } = await effectsOn(scenario, RULES, 'none', seededRandom(seed));
      expect({ name: scenario.name, people: people > 500, peopleRefused }).toEqual({
        name: scenario.name,
        people: true,
        peopleRefused: 0,
      });
    }
  });

  it.each([2])(
    'refuse nine of ten requests of a crude attack, seed %i',
    { timeout: 120_000 },
    async (seed) => {
      for (const scenario of SCENARIOS.filter(({ attacks }) =>
        attacks.some(({ requests }) => requests >= 2_000),
      )) {
        const { attacker, attackerRefused } = await effectsOn(scenario, RULES, 'none', seededRandom(seed));
        expect(attackerRefused / attacker).toBeGreaterThan(0.9);
      }
    },
  );

  it('are not those of Authgear, which refuse the people of a launch', async () => {
    const launch = SCENARIOS.find(({ name }) => name.includes('300 sign-ins a day'));
    if (launch === undefined) throw new Error('There is a launch.');
    const { people, peopleRefused } = await effectsOn(launch, AUTHGEAR_RULES, 'none', seededRandom(1));
    expect(peopleRefused / people).toBeGreaterThan(0.9);
  });
});

describe('the traffic of a scenario', () => {
  it('is the same for the same seed, another for another, and in order of time', () => {
    const attacked = SCENARIOS[5];
    if (attacked === undefined) throw new Error('There is an attack.');
    const { population, attacks } = attacked;
    const log = trafficOf(population, attacks, seededRandom(1));
    expect(trafficOf(population, attacks, seededRandom(1))).toEqual(log);
    expect(trafficOf(population, attacks, seededRandom(2))).not.toEqual(log);
    expect(log.map(({ at }) => at)).toEqual(log.map(({ at }) => at).toSorted((a, b) => a - b));
  });
});
