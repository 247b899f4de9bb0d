/** What a segment is taken to cost, in US dollars, until a receipt tells. */
export interface PriceTable {
  /** Where the country has no price of its own. */
  readonly usdPerSegment: number;
  /** By ISO 3166-1 alpha-2. */
  readonly byCountry: ReadonlyMap<string, number>;
}

/** What a message of so many segments is taken to cost, in millionths of a US dollar. */
export function costMicrosOf(
  { usdPerSegment, byCountry }: PriceTable,
  country: string,
  segments: number,
): number {
  return Math.round((byCountry.get(country) ?? usdPerSegment) * 1_000_000 * segments);
}
