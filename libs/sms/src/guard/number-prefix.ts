/** Digits that number the lines of one block; carriers are given their numbers by such blocks. */
const LINE_DIGITS = 4;

/** The block a number belongs to: the number without its last four digits. */
export function prefixOf(e164: string): string {
  return e164.slice(0, -LINE_DIGITS);
}
