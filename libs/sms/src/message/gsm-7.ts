/** GSM 7-bit default alphabet, in code order; ESC left out. @see 3GPP TS 23.038 §6.2.1 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';

/** Characters behind an escape: two septets each. @see 3GPP TS 23.038 §6.2.1.1 */
const EXTENSION = '\f^{}\\[~]|€';

/** Characters outside the alphabet and what stands in for them without changing what is read. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '\u2007': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
  '\u200b': '',
  '\ufeff': '',
  '\t': ' ',
  '\u2018': "'",
  '\u2019': "'",
  '\u201a': "'",
  '\u02bc': "'",
  '\u2032': "'",
  '`': "'",
  '´': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u2033': '"',
  '«': '"',
  '»': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u2026': '...',
  '•': '-',
  '·': '.',
  '™': '(TM)',
  '©': '(C)',
  '®': '(R)',
  ç: 'c',
  á: 'a',
  â: 'a',
  ã: 'a',
  À: 'A',
  Á: 'A',
  Â: 'A',
  Ã: 'A',
  ê: 'e',
  ë: 'e',
  È: 'E',
  Ê: 'E',
  Ë: 'E',
  í: 'i',
  î: 'i',
  ï: 'i',
  Í: 'I',
  Î: 'I',
  Ï: 'I',
  ó: 'o',
  ô: 'o',
  õ: 'o',
  Ó: 'O',
  Ô: 'O',
  Õ: 'O',
  ú: 'u',
  û: 'u',
  Ú: 'U',
  Û: 'U',
  œ: 'oe',
  Œ: 'OE',
};

const SEPTETS: ReadonlyMap<string, 1 | 2> = new Map([
  ...Array.from(BASIC, (character): [string, 1] => [character, 1]),
  ...Array.from(EXTENSION, (character): [string, 2] => [character, 2]),
]);

/** A text of the basic alphabet alone, which most are: one look instead of one for each character. */
const ALL_BASIC = new RegExp(`^[${BASIC.replaceAll(/[\]\\^-]/g, '\\$&')}]*$`);

/** Whether every character takes one septet. */
export function isBasic(text: string): boolean {
  return ALL_BASIC.test(text);
}

/** Septets a character takes, or `undefined` where GSM-7 does not have it. */
export function septetsOf(character: string): 1 | 2 | undefined {
  return SEPTETS.get(character);
}

/**
 * Replaces look-alikes (curly quotes, dashes, no-break spaces, most accents) when that makes the whole text
 * GSM-7, and leaves the text as it was otherwise: a text that needs UCS-2 anyway keeps its accents.
 */
export function transliterate(text: string): string {
  if (isBasic(text)) return text;
  let result = '';
  let changed = false;
  for (const character of text) {
    if (SEPTETS.has(character)) {
      result += character;
      continue;
    }
    const replacement = LOOK_ALIKES[character];
    if (replacement === undefined) return text;
    result += replacement;
    changed = true;
  }
  return changed ? result : text;
}
