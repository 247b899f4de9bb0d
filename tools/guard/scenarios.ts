import type { Attack, Population } from './traffic.ts';

/** Traffic that has a name in docs/pumping-guard.md. */
export interface Scenario {
  readonly name: string;
  readonly population: Population;
  readonly attacks: readonly Attack[];
}

const GROWN: Population = {
  days: 18,
  perDay: { GB: 700, DE: 150, FR: 100, US: 50 },
  knownShare: 0.6,
  verifiedShare: 0.85,
};
const LAUNCH = { days: 3, knownShare: 0 };
const TWELVE = ['PK', 'UZ', 'AZ', 'TN', 'LK', 'BD', 'ID', 'KE', 'NG', 'TJ', 'KG', 'YE'];

/** Three hours of it on the 17th day, each request from an address of its own. */
const attackOn = (attack: Partial<Attack>): Attack => ({
  day: 16,
  hours: 3,
  requests: 2_000,
  countries: ['PK'],
  prefixes: 3,
  addresses: 2_000,
  verifiedShare: 0,
  ...attack,
});
const AMONG_CUSTOMERS = { countries: ['GB'], hours: 6, requests: 3_000, addresses: 3_000 };

/** What the defaults are shown on. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'nobody attacks; 1000 sign-ins a day', population: GROWN, attacks: [] },
  {
    name: 'nobody attacks; 30 sign-ins a day',
    population: { ...GROWN, perDay: { GB: 25, DE: 5 } },
    attacks: [],
  },
  {
    name: 'nobody attacks; a launch, 300 sign-ins a day by nobody known',
    population: { ...GROWN, ...LAUNCH, perDay: { GB: 300 } },
    attacks: [],
  },
  {
    name: 'nobody attacks; a launch of 1500 a day, a quarter never verified',
    population: { ...GROWN, ...LAUNCH, perDay: { GB: 1_500 }, verifiedShare: 0.75 },
    attacks: [],
  },
  {
    name: 'one address asks for twelve countries',
    population: GROWN,
    attacks: [attackOn({ addresses: 1, countries: TWELVE })],
  },
  {
    name: 'many addresses ask for a country without customers, 3 prefixes',
    population: GROWN,
    attacks: [attackOn({})],
  },
  {
    name: 'many addresses ask for the largest country, 5 prefixes',
    population: GROWN,
    attacks: [attackOn({ ...AMONG_CUSTOMERS, prefixes: 5 })],
  },
  {
    name: 'the same over 300 prefixes',
    population: GROWN,
    attacks: [attackOn({ ...AMONG_CUSTOMERS, prefixes: 300 })],
  },
  {
    name: 'the same, and every third code is verified',
    population: GROWN,
    attacks: [attackOn({ ...AMONG_CUSTOMERS, prefixes: 300, verifiedShare: 1 / 3 })],
  },
  {
    name: 'the same slowly, 24 an hour for a day and a half',
    population: GROWN,
    attacks: [attackOn({ ...AMONG_CUSTOMERS, prefixes: 300, hours: 36, requests: 864 })],
  },
  {
    name: 'one address asks for the largest country, 300 prefixes',
    population: GROWN,
    attacks: [attackOn({ ...AMONG_CUSTOMERS, prefixes: 300, addresses: 1 })],
  },
];
