const GSM_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿' +
  'abcdefghijklmnopqrstuvwxyzäöñüà';
const GSM_EXTENSION = '\f^{}\\[~]|€';

/** Septets by character, two for those behind the escape. @see 3GPP TS 23.038 §6.2.1 */
const SEPTETS = new Map<string, number>([
  ...Array.from(GSM_BASIC, (character): [string, number] => [character, 1]),
  ...Array.from(GSM_EXTENSION, (character): [string, number] => [character, 2]),
]);

/** Counts the segments a text is billed as: 160/153 septets in GSM-7, 70/67 units in UCS-2. */
export function segmentsOf(body: string): number {
  const septets: number[] = [];
  for (const character of body) {
    const size = SEPTETS.get(character);
    if (size === undefined)
      return split(
        Array.from(body, ({ length }) => length),
        70,
        67,
      );
    septets.push(size);
  }
  return split(septets, 160, 153);
}

/** Fills segments in order; a character of two places is never torn apart. */
function split(sizes: readonly number[], single: number, joined: number): number {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= single) return 1;
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > joined) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return segments;
}
