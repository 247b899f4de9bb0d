import { describe, expect, it } from 'vitest';
import { isWeakCode, parseTestNumbers, TestNumbers } from './test-numbers.js';

describe('parseTestNumbers', () => {
  it('reads numbers, codes and last days', () => {
    expect(parseTestNumbers(' +15005550009=482913@2027-01-01, +15005550008=000001@2027-02-28,')).toEqual([
      { e164: '+15005550009', code: '482913', endsAt: Date.parse('2027-01-02T00:00:00Z') },
      { e164: '+15005550008', code: '000001', endsAt: Date.parse('2027-03-01T00:00:00Z') },
    ]);
    expect(parseTestNumbers('')).toEqual([]);
  });

  it.each([
    ['no day', '+15005550009=482913'],
    ['a day that is none', '+15005550009=482913@2027-02-31'],
    ['a month that is none', '+15005550009=482913@2027-13-01'],
    ['a short code', '+15005550009=48291@2027-01-01'],
    ['letters', '+15005550009=48291a@2027-01-01'],
    ['no country code', '15005550009=482913@2027-01-01'],
    ['one number twice', '+15005550009=482913@2027-01-01,+15005550009=482914@2027-01-01'],
  ])('refuses %s', (_name, text) => {
    expect(parseTestNumbers(text)).toBeUndefined();
  });
});

describe('TestNumbers', () => {
  const numbers = new TestNumbers(parseTestNumbers('+15005550009=482913@2027-01-01') ?? []);
  const lastMoment = Date.parse('2027-01-01T23:59:59.999Z');

  it('finds one however it is typed, until its last day is over', () => {
    expect(numbers.find(' +1 (500) 555-0009', lastMoment)).toMatchObject({ code: '482913' });
    expect(numbers.find('+15005550009', lastMoment + 1)).toBeUndefined();
    expect(numbers.find('+15005550008', lastMoment)).toBeUndefined();
  });

  it('counts those in force and those whose time is over', () => {
    expect(numbers.counts(lastMoment)).toEqual({ inForce: 1, ended: 0 });
    expect(numbers.counts(lastMoment + 1)).toEqual({ inForce: 0, ended: 1 });
  });
});

describe('isWeakCode', () => {
  it.each(['000000', '999999', '123456', '654321', '345678'])('tells that %s is tried first', (code) => {
    expect(isWeakCode(code)).toBe(true);
  });

  it.each(['482913', '135791', '112233', '123455', '024680'])('lets %s pass', (code) => {
    expect(isWeakCode(code)).toBe(false);
  });
});
