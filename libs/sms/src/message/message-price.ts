/** What a segment is taken to cost, in US dollars, until a receipt tells. */
export interface PriceTable {
  /** Where the country has no price of its own. */
  readonly usdPerSegment: number;
  /** By ISO 3166-1 alpha-2. */
  readonly byCountry: ReadonlyMap<string, number>;
}

/** An amount of money. */
export interface Cost {
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

const MICROS = 1_000_000;

/** What a message of so many segments is taken to cost, in millionths of a US dollar. */
export function costMicrosOf(
  { usdPerSegment, byCountry }: PriceTable,
  country: string,
  segments: number,
): number {
  return Math.round((byCountry.get(country) ?? usdPerSegment) * MICROS * segments);
}

/** The same as an amount; `undefined` where no prices are known. */
export function estimatedCostOf(
  prices: PriceTable | undefined,
  country: string,
  segments: number,
): Cost | undefined {
  return prices && { amount: costMicrosOf(prices, country, segments) / MICROS, currency: 'USD' };
}
