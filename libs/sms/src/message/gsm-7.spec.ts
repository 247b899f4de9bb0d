import { describe, expect, it } from 'vitest';
import { septetsOf, transliterate } from './gsm-7.js';

describe('septetsOf', () => {
  it.each(['@', 'A', 'z', '0', ' ', '\n', '\r', 'é', 'Δ', 'ß', '¿', '§', '_'])(
    'takes one for %j',
    (character) => {
      expect(septetsOf(character)).toBe(1);
    },
  );

  it.each(['€', '^', '{', '}', '[', ']', '~', '\\', '|', '\f'])('takes two for %j', (character) => {
    expect(septetsOf(character)).toBe(2);
  });

  it.each(['`', 'ç', 'á', '\t', '’', '你', '😀', '\u001b', ''])('has no %j', (character) => {
    expect(septetsOf(character)).toBeUndefined();
  });
});

describe('transliterate', () => {
  it.each([
    ['“It’s” – here…', `"It's" - here...`],
    ['a\u00a0b\u202fc\u200bd\ufeff', 'a b cd'],
    ['código português', 'codigo portugues'],
    ['façade™', 'facade(TM)'],
    ['a\tb', 'a b'],
  ])('makes GSM-7 of %j', (text, result) => {
    expect(transliterate(text)).toBe(result);
  });

  it('leaves a text of GSM-7 as it is', () => {
    expect(transliterate('Ünïversal'.replace('ï', 'i'))).toBe('Üniversal');
  });

  it('leaves every character of a text that needs UCS-2 anyway', () => {
    expect(transliterate('“Olá” 你好…')).toBe('“Olá” 你好…');
  });

  it('replaces nothing by a character that GSM-7 lacks', () => {
    const marks = '\u2018\u201c\u2014\u2026•·©®´`«»œŒÕÛÏ';
    const lacking = Array.from(transliterate(marks)).filter(
      (character) => septetsOf(character) === undefined,
    );
    expect(lacking).toEqual([]);
  });
});
