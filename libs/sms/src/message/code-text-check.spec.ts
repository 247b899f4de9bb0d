import { describe, expect, it } from 'vitest';
import { CODE_LANGUAGES } from './code-message.js';
import { codeTextFaultsOf, roomFor } from './code-text-check.js';

const HASH = 'FA+9qCX9VSu';
const draft = { appName: 'Example', expiresInSeconds: 3_600 };
const HOST = 'signin.example-a.com';

describe('codeTextFaultsOf', () => {
  it('finds nothing wrong with a name and a host of usual length, on any platform', () => {
    expect(HOST).toHaveLength(20);
    expect(codeTextFaultsOf(draft)).toEqual([]);
    expect(codeTextFaultsOf({ ...draft, originHost: HOST })).toEqual([]);
    expect(codeTextFaultsOf({ ...draft, originHost: HOST, androidAppHash: HASH })).toEqual([]);
  });

  it('names the languages that a long host takes over one segment, those of 70 characters first', () => {
    const faults = codeTextFaultsOf({ ...draft, originHost: `${'a'.repeat(40)}.example` });
    expect(faults.map(({ language }) => language)).toEqual(['zh', 'hi', 'ar', 'ja', 'ru']);
    expect(faults[0]).toEqual({ language: 'zh', fault: 'several-segments', encoding: 'UCS-2', segments: 2 });
  });

  it('names the languages that a name outside of GSM-7 takes over one segment', () => {
    const faults = codeTextFaultsOf({ ...draft, appName: 'Пример' });
    expect(faults.map(({ language }) => language)).toEqual(['fr']);
  });

  it('names the languages in which Android would not read the message', () => {
    const faults = codeTextFaultsOf({ ...draft, appName: 'я'.repeat(40), androidAppHash: HASH });
    const tooLong = faults.filter(({ fault }) => fault === 'too-many-bytes').map(({ language }) => language);
    expect(tooLong).toEqual(expect.arrayContaining(['en', 'fr', 'pt']));
  });

  it('sees a last line that no browser finds', () => {
    const faults = codeTextFaultsOf({ ...draft, originHost: 'two words' });
    expect(faults.filter(({ fault }) => fault === 'last-line')).toHaveLength(CODE_LANGUAGES.length);
  });
});

describe('roomFor', () => {
  it.each(CODE_LANGUAGES)('is what a name may have in %s, and not one character more', (language) => {
    const room = roomFor(language, { ...draft, originHost: HOST });
    const named = (length: number) =>
      codeTextFaultsOf({ ...draft, originHost: HOST, appName: 'x'.repeat(length - HOST.length) });
    expect(named(room).filter((fault) => fault.language === language)).toEqual([]);
    expect(named(room + 1).filter((fault) => fault.language === language)).toHaveLength(1);
  });
});
