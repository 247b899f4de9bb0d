import { describe, expect, it } from 'vitest';
import { refusalOfMessage } from './twilio.rules.js';

const GOOD = { To: '+15005550010', From: '+15005550006', Body: 'hello' };

function codeFor(change: Record<string, string>): number | undefined {
  const given = Object.entries({ ...GOOD, ...change }).filter(([, value]) => value !== '');
  const params = new URLSearchParams(given);
  return refusalOfMessage({ params, account: 'live', hasOptedOut: (to) => to === '+15005550077' })?.code;
}

describe('refusalOfMessage', () => {
  it.each([
    ['a plain message', {}],
    ['a body of 1600 characters', { Body: 'a'.repeat(1_600) }],
    ['an alphanumeric sender', { From: 'Acme Shop' }],
    ['a short code', { From: '72345' }],
    ['the longest validity', { ValidityPeriod: '36000' }],
    ['a local status callback', { StatusCallback: 'http://127.0.0.1:3000/v1/receipts/twilio' }],
    ['a content template without a body', { Body: '', ContentSid: 'HX00' }],
  ])('lets %s through', (_, change) => {
    expect(codeFor(change)).toBeUndefined();
  });

  it.each([
    ['no recipient', { To: '' }, 21604],
    ['no sender', { From: '' }, 21603],
    ['nothing to send', { Body: '' }, 21602],
    ['a body of 1601 characters', { Body: 'a'.repeat(1_601) }, 21617],
    ['no validity', { ValidityPeriod: '0' }, 21624],
    ['too long a validity', { ValidityPeriod: '36001' }, 21624],
    ['an underscore in the callback host', { StatusCallback: 'https://my_host.example/x' }, 21609],
    ['a relative callback', { StatusCallback: '/receipts' }, 21609],
    ['a malformed Messaging Service', { MessagingServiceSid: 'MG1' }, 21705],
    ['too long a sender name', { From: 'TwelveLetter' }, 21212],
    ['a sender of digits only that is no short code', { From: '123456789' }, 21212],
    ['a generic sender name', { From: 'Info' }, 21212],
    ['a recipient that is no number', { To: '123' }, 21211],
    ['the sender as recipient', { To: GOOD.From }, 21266],
    ['an opted-out recipient', { To: '+15005550077' }, 21610],
  ])('refuses %s', (_, change, code) => {
    expect(codeFor(change)).toBe(code);
  });
});
