import type { RecordedRequest } from '@standby/sms';

/** Numbers from 0 up to 1, the same for the same seed. */
export type Random = () => number;

/** A request of which it is known who made it. */
export interface LabelledRequest extends RecordedRequest {
  readonly by: 'person' | 'attacker';
}

/** How many people sign in, from where, and whether the service knows them. */
export interface Population {
  readonly days: number;
  /** Sign-ins a day, by country of the number. */
  readonly perDay: Readonly<Record<string, number>>;
  /** Share of sign-ins by numbers that have an account. */
  readonly knownShare: number;
  /** Share of people who type the code in, of those who ask for it once. */
  readonly verifiedShare: number;
}

/** Who buys traffic to numbers that pay them. */
export interface Attack {
  /** Day of the population it begins on, counted from 0, at noon. */
  readonly day: number;
  readonly hours: number;
  readonly requests: number;
  readonly countries: readonly string[];
  /** Blocks of ten thousand numbers it has in each country. */
  readonly prefixes: number;
  /** Addresses it asks from; as many as requests is one for each. */
  readonly addresses: number;
  /** Share of its codes that it verifies, to look like people. */
  readonly verifiedShare: number;
}

export const START = Date.UTC(2030, 0, 1);
const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;
/** Share of the day's sign-ins in each of its hours, in thousandths: little at night, most in the evening. */
const BY_HOUR = [8, 5, 3, 3, 5, 12, 28, 48, 56, 52, 48, 48, 56, 52, 47, 47, 52, 64, 76, 84, 80, 64, 42, 20];
/** Of those who did not type it in, who asks for it again, and of these, who types it in then. */
const RESEND_SHARE = 0.4;
const VERIFIED_AFTER_RESEND_SHARE = 0.5;
const RESEND_AFTER_MS = 60 * SECOND_MS;
/** Share of people behind an address that many have: an office, a campus, a mobile network. */
const SHARED_ADDRESS_SHARE = 0.2;
const SHARED_ADDRESSES = 25;
/** Blocks of ten thousand numbers that people of a country have. */
const PREFIXES_OF_PEOPLE = 300;
const COST_MICROS = 50_000;

/** A log of people signing in, and of attackers where there are some, in order of time. */
export function trafficOf(
  population: Population,
  attacks: readonly Attack[],
  random: Random,
): readonly LabelledRequest[] {
  const people = peopleOf(population, random);
  const attackers = attacks.flatMap((attack, index) => attackersOf(attack, index, random));
  return [...people, ...attackers].toSorted((a, b) => a.at - b.at);
}

function peopleOf({ days, perDay, ...habits }: Population, random: Random): LabelledRequest[] {
  const log: LabelledRequest[] = [];
  for (let day = 0; day < days; day += 1) {
    for (const [country, count] of Object.entries(perDay)) {
      // A day has a tenth more or less than the usual.
      const signIns = Math.round(count * (0.9 + 0.2 * random()));
      for (let index = 0; index < signIns; index += 1)
        log.push(...signInOf(country, START + day * DAY_MS + timeOfDay(random), habits, random));
    }
  }
  return log;
}

/** One person who wants to sign in: one code, and perhaps it again. */
function signInOf(
  country: string,
  at: number,
  { knownShare, verifiedShare }: Pick<Population, 'knownShare' | 'verifiedShare'>,
  random: Random,
): LabelledRequest[] {
  const shared = random() < SHARED_ADDRESS_SHARE;
  const request: LabelledRequest = {
    at,
    challenge: `person ${at} ${random()}`,
    by: 'person',
    country,
    prefix: `${country}-${Math.floor(PREFIXES_OF_PEOPLE * random())}`,
    address: shared ? `shared ${Math.floor(SHARED_ADDRESSES * random())}` : `home ${at} ${random()}`,
    standing: random() < knownShare ? 'known' : 'new',
    costMicros: COST_MICROS,
    sent: 'sent',
  };
  if (random() < verifiedShare) return [{ ...request, verifiedAt: at + typingMs(random) }];
  if (random() >= RESEND_SHARE) return [request];
  const again = { ...request, at: at + RESEND_AFTER_MS + typingMs(random) };
  if (random() >= VERIFIED_AFTER_RESEND_SHARE) return [request, again];
  const verifiedAt = again.at + typingMs(random);
  return [
    { ...request, verifiedAt },
    { ...again, verifiedAt },
  ];
}

function attackersOf(attack: Attack, name: number, random: Random): LabelledRequest[] {
  const begins = START + attack.day * DAY_MS + 12 * HOUR_MS;
  return Array.from({ length: attack.requests }, (_, index): LabelledRequest => {
    const at = begins + Math.floor(random() * attack.hours * HOUR_MS);
    const country = attack.countries[index % attack.countries.length] ?? 'GB';
    const verified = random() < attack.verifiedShare;
    return {
      at,
      challenge: `attacker ${name} ${index}`,
      by: 'attacker',
      country,
      prefix: `${country}-bought ${Math.floor(attack.prefixes * random())}`,
      address: `attacker ${name} ${index % attack.addresses}`,
      standing: 'new',
      costMicros: COST_MICROS,
      sent: 'sent',
      ...(verified && { verifiedAt: at + typingMs(random) }),
    };
  });
}

function timeOfDay(random: Random): number {
  let left = random() * BY_HOUR.reduce((sum, share) => sum + share, 0);
  let hour = 0;
  for (const share of BY_HOUR) {
    if (left < share) break;
    left -= share;
    hour += 1;
  }
  return Math.min(hour, 23) * HOUR_MS + Math.floor(random() * HOUR_MS);
}

/** From ten seconds to about two minutes, most of them short. */
function typingMs(random: Random): number {
  return Math.floor((10 + 110 * random() ** 3) * SECOND_MS);
}
