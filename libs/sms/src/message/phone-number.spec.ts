import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import { assert, describe, expect, it } from 'vitest';
import { InvalidRecipientError, maskPhoneNumber, normalisePhoneNumber } from './phone-number.js';

const refusalOf = (input: string) => {
  try {
    normalisePhoneNumber(input);
  } catch (error) {
    assert(error instanceof InvalidRecipientError);
    return error;
  }
  return assert.fail('It is accepted.');
};

describe('normalisePhoneNumber', () => {
  it.each([
    ['+447400123456'],
    ['  +44 7400 123456  '],
    ['+44 (7400) 123-456'],
    ['+44.7400.123456'],
    ['+44/7400/123456'],
    ['+44\u00a07400\u2011123\u2013456'],
  ])('reads %j', (input) => {
    expect(normalisePhoneNumber(input)).toEqual({ e164: '+447400123456', country: 'GB' });
  });

  it.each(getCountries())('accepts the example mobile number of %s', (country) => {
    const e164 = getExampleNumber(country, examples)?.number ?? '';
    expect(normalisePhoneNumber(e164).e164).toBe(e164);
  });

  it.each([
    ['+14155552671', 'US'],
    ['+16135550123', 'CA'],
    ['+18765550123', 'JM'],
    ['+77011234567', 'KZ'],
    ['+79161234567', 'RU'],
  ])('tells apart the countries that share a calling code', (e164, country) => {
    expect(normalisePhoneNumber(e164).country).toBe(country);
  });

  it.each([
    ['a landline', '+442079460000', 'landline'],
    ['a premium number', '+449012345678', 'premium'],
    ['a shared-cost number', '+448431234567', 'premium'],
    ['a toll-free number', '+18002345678', 'toll-free'],
    ['a VoIP number', '+445612345678', 'voip'],
    ['a satellite phone', '+881612345678', 'satellite'],
    ['a satellite phone of Inmarsat', '+870301234567', 'satellite'],
    ['an international toll-free number', '+80012345678', 'toll-free'],
    ['an international premium number', '+979123456789', 'premium'],
    ['an international network', '+883510012345', 'voip'],
    ['a personal number', '+447012345678', 'not-mobile'],
    ['a pager', '+447640123456', 'not-mobile'],
    ['a company number', '+445512345678', 'not-mobile'],
    ['a national number', '07400 123456', 'no-country-code'],
    ['the 00 prefix', '00447400123456', 'no-country-code'],
    ['a calling code alone', '+44', 'too-short'],
    ['too few digits', '+44740', 'too-short'],
    ['too few digits for its country', '+1415555', 'too-short'],
    ['too many digits for its country', '+4474001234567', 'too-long'],
    ['more than 15 digits', '+4474001234567890123', 'too-long'],
    ['an unassigned range', '+449999999999', 'not-valid'],
    ['an unassigned calling code', '+999123456789', 'not-valid'],
    ['an extension', '+447400123456 ext. 7', 'not-a-number'],
    ['an extension after a semicolon', '+447400123456;ext=7', 'not-a-number'],
    ['prose', 'call +447400123456 now', 'not-a-number'],
    ['letters', '+1415FLOWERS', 'not-a-number'],
    ['Arabic-Indic digits', '+٤٤٧٤٠٠١٢٣٤٥٦', 'not-a-number'],
    ['full-width digits', '＋４４７４００１２３４５６', 'not-a-number'],
    ['two plus signs', '++447400123456', 'not-a-number'],
    ['a plus sign alone', '+', 'not-a-number'],
    ['nothing', '', 'not-a-number'],
    ['spaces', '   ', 'not-a-number'],
    ['a null character', '+447400123456\0', 'not-a-number'],
    ['a line of markup', '<b>+447400123456</b>', 'not-a-number'],
    ['a number behind much punctuation', `+44${'-'.repeat(40)}7400123456`, 'not-a-number'],
    ['a huge input', `+${'4'.repeat(1_000_000)}`, 'not-a-number'],
  ])('refuses %s', (_, input, reason) => {
    expect(refusalOf(input).reason).toBe(reason);
  });

  it('never shows the number it refuses', () => {
    const error = refusalOf('+442079460000');
    expect(error.message).toBe('The recipient is not a number that can receive text messages: landline.');
    expect(JSON.stringify(error)).not.toContain('2079460000');
    expect(error.stack).not.toContain('2079460000');
  });
});

describe('maskPhoneNumber', () => {
  it.each([
    ['+14155552671', '+*******2671'],
    ['+447400123456', '+********3456'],
    ['+2901234', '+*****34'],
    ['+29', '+29'],
  ])('shows only the end of a number', (e164, masked) => {
    expect(maskPhoneNumber(e164)).toBe(masked);
  });
});
