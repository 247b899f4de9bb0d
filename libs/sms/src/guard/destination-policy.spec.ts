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

  it('refuses a number kept for fiction when it is told to, and sends to it otherwise', () => {
    const fictional = { e164: '+12025550123', country: 'US' } as const;
    expect(() => assertServed(fictional, { fictionalNumbers: 'refuse' })).toThrow(
      new DestinationRefusedError('US', 'fictional'),
    );
    expect(() => assertServed(recipient, { fictionalNumbers: 'refuse' })).not.toThrow();
    for (const policy of [{}, { fictionalNumbers: 'allow' }] as const)
      expect(() => assertServed(fictional, policy)).not.toThrow();
  });

  it('names the country and never the number', () => {
    expect(new DestinationRefusedError('GB')).toMatchObject({
      country: 'GB',
      refusal: 'country',
      message: 'Messages to GB are not allowed by the destination policy.',
    });
    expect(new DestinationRefusedError('US', 'fictional').message).toBe(
      'Messages to fictional numbers of US are not allowed by the destination policy.',
    );
  });
});
