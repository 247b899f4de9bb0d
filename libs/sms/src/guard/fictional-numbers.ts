/**
 * Ranges that regulators keep for fiction, of those that the metadata takes for numbers that exist: nobody has them,
 * and what is sent there is paid for nothing.
 *
 * North America: 555-0100 to 555-0199 of every area, by the ATIS guidelines for 555 numbers. Australia: the five
 * mobile numbers of the ACMA. Sweden: 070-1740605 to 070-1740699, by the PTS. The ranges of Ofcom and ARCEP are no
 * valid numbers to begin with.
 */
const FICTIONAL: readonly RegExp[] = [
  /^\+1\d{3}55501\d{2}$/,
  /^\+614915701(10|5[6-9])$/,
  /^\+46701740(60[5-9]|6[1-9]\d)$/,
];

/** Whether a number, in E.164, is kept for fiction. */
export function isFictional(e164: string): boolean {
  return FICTIONAL.some((range) => range.test(e164));
}
