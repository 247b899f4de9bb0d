import { describe, expect, it } from 'vitest';
import { spendLimitOf, twilioStandingOf } from './account.requests.js';
import { jsonOf } from './admin.requests.js';

describe('spendLimitOf', () => {
  it.each(['{"usd":1e400}', '{"usd":-1}', '{"usd":50,"eur":50}', '[50]', 'null'])('refuses %s', (body) => {
    expect(() => spendLimitOf(jsonOf(body))).toThrow(/must be {"usd": number}/);
  });
});

describe('twilioStandingOf', () => {
  it('reads what is given, and nothing else', () => {
    const change = { status: 'closed', balance: -1.5, currency: 'EUR' };
    expect(twilioStandingOf(change)).toEqual(change);
  });

  it.each([
    ['[]', /must be/],
    ['"active"', /must be/],
    ['{"balance":1e400}', /"balance": a number/],
    ['{"currency":"not-three-letters"}', /"currency": three letters/],
    ['{"currency":"eur"}', /"currency": three letters/],
  ])('refuses %s', (body, reason) => {
    expect(() => twilioStandingOf(jsonOf(body))).toThrow(reason);
  });
});
