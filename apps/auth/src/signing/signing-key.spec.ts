import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANNOUNCED_MS,
  CLOCK_SKEW_MS,
  JWKS_MAX_AGE_SECS,
  type KeyFacts,
  LONGEST_TOKEN_MS,
  nextKeySigns,
  signerAmong,
  standingOf,
} from './signing-key.js';

const NOW = 1_790_000_000_000;
const POLICY = { algorithm: 'EdDSA', maxAgeMs: 90 * 86_400_000, secretName: 'current' } as const;

const key = (generation: number, signs_from: number, facts: Partial<KeyFacts> = {}): KeyFacts => ({
  generation,
  signs_from,
  algorithm: 'EdDSA',
  sealed_under: 'current',
  ...facts,
});
const all = () => true;
const FIRST = key(1, NOW);
const SECOND = key(2, NOW + 1_000_000);
const BOTH = [FIRST, SECOND];

describe('standingOf', () => {
  it.each([
    ['a key before its time', SECOND, SECOND.signs_from - 1, 'announced'],
    ['a key from its time on', SECOND, SECOND.signs_from, 'signing'],
    ['the one before it until then', FIRST, SECOND.signs_from - 1, 'signing'],
    ['the one before it from then on', FIRST, SECOND.signs_from, 'superseded'],
    [
      'that one while its tokens may live',
      FIRST,
      SECOND.signs_from + LONGEST_TOKEN_MS + CLOCK_SKEW_MS - 1,
      'superseded',
    ],
    [
      'that one when they cannot any more',
      FIRST,
      SECOND.signs_from + LONGEST_TOKEN_MS + CLOCK_SKEW_MS,
      'retired',
    ],
    ['the newest, however old it is', SECOND, SECOND.signs_from * 2, 'signing'],
  ])('tells %s', (_name, of, now, standing) => {
    expect(standingOf(of, BOTH, now)).toBe(standing);
  });
});

describe('signerAmong', () => {
  it('takes the newest that signs now', () => {
    expect(signerAmong(BOTH, all, SECOND.signs_from - 1)).toBe(FIRST);
    expect(signerAmong(BOTH, all, SECOND.signs_from)).toBe(SECOND);
    expect(signerAmong(BOTH, all, NOW - 1)).toBeUndefined();
  });

  it('goes on with the one before where the newest cannot be opened, for the difference of clocks', () => {
    const opensFirst = (candidate: KeyFacts) => candidate === FIRST;
    const until = SECOND.signs_from + CLOCK_SKEW_MS;
    expect(signerAmong(BOTH, opensFirst, until - 1)).toBe(FIRST);
    expect(signerAmong(BOTH, opensFirst, until)).toBeUndefined();
  });
});

describe('nextKeySigns', () => {
  it('is at once where no key can sign', () => {
    expect(nextKeySigns([], all, POLICY, NOW)).toBe(NOW);
    expect(nextKeySigns([FIRST], () => false, POLICY, NOW)).toBe(NOW);
  });

  it('is in time for the next to take over when the present one is of age', () => {
    const due = NOW + POLICY.maxAgeMs - ANNOUNCED_MS;
    expect(nextKeySigns([FIRST], all, POLICY, due - 1)).toBeUndefined();
    expect(nextKeySigns([FIRST], all, POLICY, due)).toBe(NOW + POLICY.maxAgeMs);
  });

  it('is after the announcement where the present one has another algorithm or lies under another secret', () => {
    for (const facts of [{ algorithm: 'RS256' }, { sealed_under: 'former' }])
      expect(nextKeySigns([key(1, NOW, facts)], all, POLICY, NOW)).toBe(NOW + ANNOUNCED_MS);
  });

  it('is nothing while one is announced, whatever that one is like', () => {
    const announced = key(2, NOW + 1, { algorithm: 'RS256' });
    expect(
      nextKeySigns([key(1, NOW, { sealed_under: 'former' }), announced], all, POLICY, NOW),
    ).toBeUndefined();
  });
});

/** Keys that sign one after the other, each with the time from which it is published. */
const keysOver = (spans: readonly number[]) => {
  const keys = [{ ...FIRST, publishedAt: NOW }];
  for (const span of spans) {
    const signsFrom = (keys.at(-1)?.signs_from ?? NOW) + span;
    keys.push({ ...key(keys.length + 1, signsFrom), publishedAt: signsFrom - ANNOUNCED_MS });
  }
  return keys;
};

/** Any number up to a bound, and often the bound itself. */
const upTo = (max: number) => fc.oneof(fc.constantFrom(0, max), fc.nat({ max }));

/** Moments about the changes of keys, by the clock of who publishes them. */
const momentOf = (keys: readonly KeyFacts[]) =>
  fc
    .tuple(fc.constantFrom(...keys), upTo(CLOCK_SKEW_MS + 2 * LONGEST_TOKEN_MS))
    .map(([{ signs_from }, after]) => Math.max(signs_from - CLOCK_SKEW_MS + after, NOW + CLOCK_SKEW_MS));

describe('the times of keys', () => {
  it('leave every good token with a published key, whenever the keys were read and whatever its signer had for the time', () => {
    const spans = fc.array(fc.integer({ min: ANNOUNCED_MS, max: POLICY.maxAgeMs }), { maxLength: 5 });
    const difference = upTo(2 * CLOCK_SKEW_MS).map((apart) => apart - CLOCK_SKEW_MS);
    const signings = spans
      .map(keysOver)
      .chain((keys) => fc.record({ keys: fc.constant(keys), signedAt: momentOf(keys) }));
    const [age, cached] = [upTo(LONGEST_TOKEN_MS), upTo(JWKS_MAX_AGE_SECS * 1_000)];
    fc.assert(
      fc.property(signings, difference, age, cached, ({ keys, signedAt }, apart, tokenAge, cachedFor) => {
        const signer = signerAmong(keys, all, signedAt + apart);
        const readAt = Math.max(signedAt + tokenAge - cachedFor, NOW);
        if (signer === undefined) throw new Error('a key signs at any time');
        expect(signer.publishedAt).toBeLessThanOrEqual(readAt);
        expect(standingOf(signer, keys, readAt)).not.toBe('retired');
      }),
      { numRuns: 2_000 },
    );
  });
});
