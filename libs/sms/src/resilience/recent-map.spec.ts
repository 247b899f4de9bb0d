import { describe, expect, it } from 'vitest';
import { RecentMap } from './recent-map.js';

const mapOf = (limit: number, ...keys: string[]) => {
  const map = new RecentMap<string, number>(limit);
  for (const [index, key] of keys.entries()) map.set(key, index);
  return map;
};
const lengthOf = (key: string) => key.length;
const keysOf = (map: RecentMap<string, number>) => map.entries().map(([key]) => key);

describe('RecentMap', () => {
  it('keeps at least the latest half of its limit, and never more than the limit', () => {
    const map = new RecentMap<number, number>(10);
    for (let key = 0; key < 100; key += 1) {
      map.set(key, key);
      const kept = map.entries().map(([each]) => each);
      expect(kept.length).toBeLessThanOrEqual(10);
      expect(kept.slice(-Math.min(5, key + 1))).toEqual(
        Array.from({ length: Math.min(5, key + 1) }, (_, index) => key - Math.min(4, key) + index),
      );
    }
  });

  it('keeps what is read, and what is written again', () => {
    const map = mapOf(4, 'a', 'b', 'c');
    expect(map.get('a')).toBe(0);
    map.set('d', 9);
    expect(map.get('a')).toBe(0);
    expect(keysOf(map)).not.toContain('b');
    expect(map.get('d')).toBe(9);
  });

  it('lists each entry once, with its latest value', () => {
    const map = mapOf(4, 'a', 'b');
    map.set('a', 7);
    expect(map.entries()).toEqual([
      ['b', 1],
      ['a', 7],
    ]);
  });

  it('tells whether a key holds this very value, without making it the latest used', () => {
    const map = mapOf(4, 'a', 'b');
    expect(map.has('a', 0)).toBe(true);
    expect(map.has('a', 1)).toBe(false);
    expect(map.has('x', 0)).toBe(false);
    map.set('c', 2);
    map.set('d', 3);
    expect(map.get('a')).toBeUndefined();
  });

  it('lets an entry be looked at without making it the latest used', () => {
    const map = mapOf(4, 'a', 'b');
    expect([map.peek('a'), map.peek('x')]).toEqual([0, undefined]);
    map.set('c', 2);
    expect(map.peek('c')).toBe(2);
    map.set('d', 3);
    expect(map.peek('a')).toBeUndefined();
  });

  it('makes no entry of what it does not have', () => {
    const map = mapOf(4, 'a');
    expect(map.get('x')).toBeUndefined();
    expect(keysOf(map)).toEqual(['a']);
  });

  it('makes an entry once, and keeps what is asked for again', () => {
    const map = mapOf(4, 'abc');
    expect([map.getOrMake('abc', lengthOf), map.getOrMake('x', lengthOf)]).toEqual([0, 1]);
    map.set('x', 7);
    expect(map.getOrMake('x', lengthOf)).toBe(7);
    expect(map.getOrMake('abc', lengthOf)).toBe(0);
    map.set('y', 9);
    expect(keysOf(map)).toContain('abc');
  });

  it('forgets all when it is cleared', () => {
    const map = mapOf(4, 'a', 'b', 'c');
    map.clear();
    expect(map.entries()).toEqual([]);
    expect(map.get('a')).toBeUndefined();
  });
});
