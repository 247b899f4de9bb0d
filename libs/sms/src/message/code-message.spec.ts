import { describe, expect, it } from 'vitest';
import { CODE_LANGUAGES, codeText } from './code-message.js';
import { normalise } from './outbound-message.js';

const HOST = 'signin.example-a.com';
const draft = { code: '482913', appName: 'Example', expiresInSeconds: 300 };

describe('codeText', () => {
  it('says the code, the service and the minutes', () => {
    expect(codeText(draft)).toBe('482913 is your Example code. It expires in 5 min. Do not share it.');
  });

  it.each(CODE_LANGUAGES)(
    'fits one segment in %s, the last line for a host of 20 characters included',
    (locale) => {
      expect(HOST).toHaveLength(20);
      const text = codeText({ ...draft, locale, originHost: HOST });
      expect(text).toContain('Example');
      expect(text.split('\n').slice(1)).toEqual(['', `@${HOST} #482913`]);
      expect(normalise({ to: '+447400123456', text, purpose: 'one-time-code' }, 'id').segments).toBe(1);
    },
  );

  it.each(CODE_LANGUAGES)(
    'ends with the hash of an Android app in %s, and not with the line of browsers',
    (locale) => {
      const text = codeText({ ...draft, locale, originHost: HOST, androidAppHash: 'FA+9qCX9VSu' });
      expect(text.split('\n').slice(1)).toEqual(['', 'FA+9qCX9VSu']);
      expect(text).toContain('482913');
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(140);
    },
  );

  it('has a text of its own for each language', () => {
    const texts = CODE_LANGUAGES.map((locale) => codeText({ ...draft, locale }));
    expect(new Set(texts).size).toBe(CODE_LANGUAGES.length);
  });

  it.each([
    ['de-AT', 'ist Ihr'],
    ['pt_BR', 'seu código'],
    ['ZH-Hant-TW', '验证码'],
    ['tlh', 'is your'],
    ['', 'is your'],
    ['español', 'is your'],
  ])('answers the locale %j in a language it knows', (locale, part) => {
    expect(codeText({ ...draft, locale })).toContain(part);
  });

  it.each([
    [299, 'in 4 min'],
    [60, 'in 1 min'],
    [10, 'in 1 min'],
    [600, 'in 10 min'],
  ])('promises no more minutes than %d seconds hold, and at least one', (expiresInSeconds, part) => {
    expect(codeText({ ...draft, expiresInSeconds })).toContain(part);
  });
});
