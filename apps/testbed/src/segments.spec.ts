import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, it } from 'vitest';
import { segmentsOf } from './segments.js';

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

describe('segmentsOf', () => {
  it.each([
    ['no character', '', 1],
    ['a full segment', 'a'.repeat(160), 1],
    ['one letter more', 'a'.repeat(161), 2],
    ['two full segments', 'a'.repeat(306), 2],
    ['one letter more than two', 'a'.repeat(307), 3],
    ['an escaped character that fits', `${'a'.repeat(158)}€`, 1],
    ['an escaped character that does not', `${'a'.repeat(159)}€`, 2],
    ['escaped characters at the seams', `${'a'.repeat(152)}€`.repeat(2), 3],
    ['one UCS-2 segment', 'д'.repeat(70), 1],
    ['one UCS-2 character too many', 'д'.repeat(71), 2],
    ['emoji that do not fit', '😀'.repeat(36), 2],
  ])('counts %s', (_, text, segments) => {
    expect(segmentsOf(text)).toBe(segments);
  });

  it('agrees with the calculator of Twilio on every character of ASCII, at each limit', () => {
    for (const character of ASCII) {
      for (const length of [160, 161]) {
        const text = character.repeat(length);
        const said = `${JSON.stringify(character)} × ${length}`;
        expect(segmentsOf(text), said).toBe(new SegmentedMessage(text).segmentsCount);
      }
    }
  });
});
