import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ContentKeys } from './content-keys.js';

const first = { name: 'first', key: randomBytes(32) };
const second = { name: 'second', key: randomBytes(32) };

describe('ContentKeys', () => {
  it('opens what it sealed, in its own place, and never seals the same twice alike', () => {
    const keys = new ContentKeys(first);
    const sealed = keys.seal('text', 'row 1');
    expect(keys.open(sealed, 'row 1')).toBe('text');
    expect(keys.open(sealed, 'row 2')).toBeUndefined();
    expect(keys.seal('text', 'row 1')).not.toBe(sealed);
  });

  it('opens what a former key sealed and seals with the current one', () => {
    const sealed = new ContentKeys(first).seal('text', '');
    const keys = new ContentKeys(second, first);
    expect(keys.open(sealed, '')).toBe('text');
    expect(keys.seal('text', '')).toMatch(/^v1\.second\./);
    expect(new ContentKeys(second).open(sealed, '')).toBeUndefined();
  });

  it.each(['', 'v1', 'v1.first.', 'v2.first.AAAA', 'v1.first.AAAA', `v1.first.${'A'.repeat(80)}`])(
    'does not open %j',
    (envelope) => {
      expect(new ContentKeys(first).open(envelope, '')).toBeUndefined();
    },
  );

  it('refuses keys of another length, names of other characters, and a name that stands twice', () => {
    expect(() => new ContentKeys({ name: 'short', key: randomBytes(16) })).toThrow(RangeError);
    expect(() => new ContentKeys({ name: 'a.b', key: first.key })).toThrow(RangeError);
    expect(() => new ContentKeys(first, { ...second, name: 'first' })).toThrow(RangeError);
  });
});
