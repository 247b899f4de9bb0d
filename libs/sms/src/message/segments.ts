import { isBasic, septetsOf } from './gsm-7.js';

export type Encoding = 'GSM-7' | 'UCS-2';

/** How a text is billed. */
export interface Segmentation {
  readonly encoding: Encoding;
  /** Billed units of 140 octets; at least 1. */
  readonly segments: number;
}

/**
 * Units in one segment, and in each of several, where 6 octets go to the concatenation header:
 * septets for GSM-7, UTF-16 code units for UCS-2. @see 3GPP TS 23.040 §9.2.3.24.1
 */
const CAPACITY = { 'GSM-7': { single: 160, each: 153 }, 'UCS-2': { single: 70, each: 67 } } as const;

/** Counts the segments of a text; a character of two units never straddles two segments. */
export function segmentsOf(text: string): Segmentation {
  if (isBasic(text) && text.length <= CAPACITY['GSM-7'].single) return { encoding: 'GSM-7', segments: 1 };
  const septets: number[] = [];
  for (const character of text) {
    const size = septetsOf(character);
    if (size === undefined) return { encoding: 'UCS-2', segments: count(unitsOf(text), CAPACITY['UCS-2']) };
    septets.push(size);
  }
  return { encoding: 'GSM-7', segments: count(septets, CAPACITY['GSM-7']) };
}

function unitsOf(text: string): number[] {
  return Array.from(text, (character) => character.length);
}

function count(sizes: readonly number[], capacity: { single: number; each: number }): number {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= capacity.single) return 1;
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > capacity.each) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return segments;
}
