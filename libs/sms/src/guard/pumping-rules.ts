/** How much may stay unverified, and how widely one address may ask. Floors are numbers of codes. */
export interface PumpingRules {
  /** Share of a day's verified codes that may stay unverified, from 0. */
  readonly dailyRatio: number;
  /** Share of an hour's verified codes that may stay unverified, from 0. */
  readonly hourlyRatio: number;
  /** Unverified codes a country may always have in a day, and in an hour. */
  readonly countryDayFloor: number;
  readonly countryHourFloor: number;
  /** The same for numbers that differ in their last four digits only. */
  readonly prefixDayFloor: number;
  readonly prefixHourFloor: number;
  /** Codes, verified or not, that may always be asked for in one prefix within ten minutes. */
  readonly prefixVelocityFloor: number;
  /** Unverified codes an address may always have in a day, and in an hour. */
  readonly addressDayFloor: number;
  readonly addressHourFloor: number;
  /** Countries an address may ask codes for in a day; those where it verified one are not counted. */
  readonly addressCountries: number;
  /** What the codes of a day of UTC may cost, in millionths of a US dollar. */
  readonly dailySpendMicros: number;
}

/** What the guard looks at in a request. Prefix and address may be digests; the same one means the same. */
export interface GuardedRequest {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly prefix: string;
  readonly address: string;
}

/** The part of a request that something is counted for. */
export type Scope = keyof GuardedRequest;

/** What is counted for a request: one subject a scope. */
export function subjectsOf(request: GuardedRequest): readonly string[] {
  return [subjectOf('country', request), subjectOf('prefix', request), subjectOf('address', request)];
}

/** What a subject of a scope is counted under. */
export function subjectOf(scope: Scope, request: GuardedRequest): string {
  return `${scope} ${request[scope]}`;
}
