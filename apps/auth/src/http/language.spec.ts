import { describe, expect, it } from 'vitest';
import { LANGUAGES, languageFor } from './language.js';
import { PROBLEM_TEXTS } from './texts/problem-texts.js';

describe('languageFor', () => {
  it.each([
    ['pt-BR', 'de', 'pt'],
    ['zh_Hant_TW', undefined, 'zh'],
    ['xx', 'de', 'de'],
    [undefined, 'fr-CH, fr;q=0.9, en;q=0.8', 'fr'],
    [undefined, 'en;q=0.1, ja;q=0.9', 'ja'],
    [undefined, 'de;q=0, ru', 'ru'],
    [undefined, 'fr;Q=0.1, de;q=0.5', 'de'],
    [undefined, 'de;Q=0, ru', 'ru'],
    [undefined, 'xx, *;q=0.5', 'en'],
    [undefined, 'de;q=abc', 'en'],
    [undefined, ',,;;q=', 'en'],
    [undefined, `${'x,'.repeat(5_000)}de`, 'en'],
    [undefined, undefined, 'en'],
  ])('of locale %s and header %s is chosen', (locale, header, language) => {
    expect(languageFor(locale, header)).toBe(language);
  });
});

describe('PROBLEM_TEXTS', () => {
  it.each(LANGUAGES.slice(1))('says everything in words of its own in %s', (language) => {
    for (const [code, text] of Object.entries(PROBLEM_TEXTS[language])) {
      expect(text.title, code).toMatch(/\S/);
      expect(text.detail, code).toMatch(/\S/);
      expect(Object.values(PROBLEM_TEXTS.en).map(({ title }): string => title)).not.toContain(text.title);
    }
  });
});
