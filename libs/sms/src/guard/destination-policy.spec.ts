import { describe, expect, it } from 'vitest';
import { assertServed, DestinationRefusedError } from './destination-policy.js';

const recipient = { e164: '+447400123456', country: 'GB' } as const;

describe('assertServed', () => {
  it.each([
    ['no list is given', {}],
    ['the list holds the country', { allowedCountries: ['FR', 'GB'] }],
  ])('accepts a recipient when %s', (_, policy) => {
    expect(() => assertServed(recipient, policy)).not.toThrow();
  });

  it.each([
    ['the list lacks the country', { allowedCountries: ['FR', 'IE'] }],
    ['the list is empty', { allowedCountries: [] }],
  ])('refuses a recipient when %s', (_, policy) => {
    expect(() => assertServed(recipient, policy)).toThrow(new DestinationRefusedError('GB'));
  });

  it('names the country and never the number', () => {
    expect(new DestinationRefusedError('GB')).toMatchObject({
      country: 'GB',
      message: 'Messages to GB are not allowed by the destination policy.',
    });
  });
});
