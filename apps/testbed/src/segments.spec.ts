import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, it } from 'vitest';
import { segmentsOf } from './segments.js';

const TEXTS = {
  'nothing but ASCII': 'a'.repeat(160),
  'one too many': 'a'.repeat(161),
  'two full segments': 'a'.repeat(306),
  'one more than two': 'a'.repeat(307),
  'an escaped character that fits': `${'a'.repeat(158)}€`,
  'an escaped character that does not': `${'a'.repeat(159)}€`,
  'escaped characters at the seams': `${'a'.repeat(152)}€`.repeat(2),
  'one UCS-2 segment': 'д'.repeat(70),
  'one UCS-2 character too many': 'д'.repeat(71),
  'emoji that fit': '😀'.repeat(35),
  'emoji that do not': '😀'.repeat(36),
};

describe('segmentsOf', () => {
  it.each(Object.entries(TEXTS))('agrees with the calculator of Twilio on %s', (_, text) => {
    expect(segmentsOf(text)).toBe(new SegmentedMessage(text).segmentsCount);
  });
});
