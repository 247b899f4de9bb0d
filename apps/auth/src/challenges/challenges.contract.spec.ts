import { validate } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { StartChallengeBody, VerificationBody } from './challenges.contract.js';

const refusedOf = async (body: object) => (await validate(body)).map(({ property }) => property);
const asking = (locale: string) =>
  Object.assign(new StartChallengeBody(), { phoneNumber: '+12025550123', locale });
const proving = (client: string) => Object.assign(new VerificationBody(), { code: '012345', client });

describe('StartChallengeBody', () => {
  it.each([
    'en',
    'pt-BR',
    'zh_Hant_TW',
    'de-CH-1996',
    'sl-rozaj-biske-1994',
    'de-DE-u-co-phonebk',
    'en-US-u-rg-gbzzzz',
    'ar-EG-u-ca-islamic-civil-fw-mon-hc-h23-mu-celsius-nu-latn-rg-egzzzz',
    'en-a-bbb-x-a-ccc',
  ])('takes the language tag %s', async (locale) => {
    expect(await refusedOf(asking(locale))).toEqual([]);
  });

  it.each(['', 'e', 'english language', 'en-', 'en--US', 'en-US\n', 'en-abcdefghi', `en${'-ab'.repeat(17)}`])(
    'takes no language tag %j',
    async (locale) => {
      expect(await refusedOf(asking(locale))).toEqual(['locale']);
    },
  );
});

describe('VerificationBody', () => {
  it.each(['Firefox on Linux', 'گوشی\u200Cمن', 'Ana 👩\u200D💻', 'x'.repeat(64)])(
    'takes %j for the name of a client',
    async (client) => {
      expect(await refusedOf(proving(client))).toEqual([]);
    },
  );

  it.each(['', 'x'.repeat(65), 'a\nb', 'a\u0000b', 'a\u202Eb', 'a\u2066b', 'a\u200Bb', '\u200C\u200D'])(
    'takes no %j for the name of a client',
    async (client) => {
      expect(await refusedOf(proving(client))).toEqual(['client']);
    },
  );
});
