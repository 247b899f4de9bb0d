import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../testing/seeded-random.js';
import { segmentsOf } from './segments.js';

/** Counts as Twilio's own calculator does. */
const countOfTwilio = (text: string) => {
  const message = new SegmentedMessage(text, 'auto');
  return { encoding: message.encodingName, segments: message.segmentsCount };
};

describe('segmentsOf', () => {
  it.each([
    ['one letter', 'a', 'GSM-7', 1],
    ['160 letters', 'a'.repeat(160), 'GSM-7', 1],
    ['161 letters', 'a'.repeat(161), 'GSM-7', 2],
    ['306 letters', 'a'.repeat(306), 'GSM-7', 2],
    ['307 letters', 'a'.repeat(307), 'GSM-7', 3],
    ['80 euro signs of two septets', '€'.repeat(80), 'GSM-7', 1],
    ['81 euro signs', '€'.repeat(81), 'GSM-7', 2],
    ['an escape that would straddle segments', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3],
    ['70 ideographs', '你'.repeat(70), 'UCS-2', 1],
    ['71 ideographs', '你'.repeat(71), 'UCS-2', 2],
    ['134 ideographs', '你'.repeat(134), 'UCS-2', 2],
    ['135 ideographs', '你'.repeat(135), 'UCS-2', 3],
    ['35 emoji of two units', '😀'.repeat(35), 'UCS-2', 1],
    ['a surrogate pair that would straddle segments', `${'你'.repeat(66)}😀${'你'.repeat(66)}`, 'UCS-2', 3],
    ['one accent outside the alphabet', `${'a'.repeat(70)}ç`, 'UCS-2', 2],
  ])('counts %s', (_, text, encoding, segments) => {
    expect(segmentsOf(text)).toEqual({ encoding, segments });
    expect(countOfTwilio(text)).toEqual({ encoding, segments });
  });

  it('counts as one segment what has no characters', () => {
    expect(segmentsOf('')).toEqual({ encoding: 'GSM-7', segments: 1 });
  });

  it('agrees with the calculator of Twilio on random texts', () => {
    const random = seededRandom(20261123);
    const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? '';
    const gsm = Array.from('ab z09@£$Δéüß€{}[]~^|\\\n');
    const any = [...gsm, ...Array.from('çñ你日本щक😀🎉“’')];
    for (let drawn = 0; drawn < 500; drawn += 1) {
      const alphabet = random() < 0.6 ? gsm : any;
      const text = Array.from({ length: 1 + Math.floor(random() * 400) }, () => pick(alphabet)).join('');
      expect(segmentsOf(text), JSON.stringify(text)).toEqual(countOfTwilio(text));
    }
  });
});
