import { describe, expect, it } from 'vitest';
import {
  assertIdempotencyKey,
  fingerprintOf,
  InvalidIdempotencyKeyError,
  keyDigestOf,
} from './idempotency-key.js';

describe('assertIdempotencyKey', () => {
  it.each(['k', 'order-17/shipped', '!~', 'x'.repeat(255)])('takes %j', (key) => {
    expect(() => assertIdempotencyKey(key)).not.toThrow();
  });

  it.each(['', 'x'.repeat(256), 'two words', 'tab\t', 'line\n', 'é', '\u0000'])('refuses %j', (key) => {
    expect(() => assertIdempotencyKey(key)).toThrow(InvalidIdempotencyKeyError);
  });

  it('does not repeat the key it refuses', () => {
    expect(() => assertIdempotencyKey('secret key')).not.toThrow(/secret/);
  });
});

describe('keyDigestOf', () => {
  it('is the SHA-256 of the key', () => {
    expect(keyDigestOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('fingerprintOf', () => {
  const content = ['+447400123456', 'one-time-code', '482913'];

  it('is the same for the same content, and another for another or under another key', () => {
    const print = fingerprintOf('key', content);
    expect(fingerprintOf('key', [...content])).toBe(print);
    expect(fingerprintOf('key', ['+447400123457', ...content.slice(1)])).not.toBe(print);
    expect(fingerprintOf('key', [...content.slice(0, 2), '482914'])).not.toBe(print);
    expect(fingerprintOf('another', content)).not.toBe(print);
  });

  it('keeps the parts apart', () => {
    expect(fingerprintOf('key', ['ab', 'c'])).not.toBe(fingerprintOf('key', ['a', 'bc']));
  });

  it('is shared by hundreds of codes, so that a stolen one does not give the code away', () => {
    const print = fingerprintOf('key', content);
    const codes = Array.from({ length: 100_000 }, (_, index) => String(400_000 + index));
    const alike = codes.filter((code) => fingerprintOf('key', [...content.slice(0, 2), code]) === print);
    expect(alike).toContain('482913');
    expect(alike.length).toBeGreaterThan(10);
  });
});
