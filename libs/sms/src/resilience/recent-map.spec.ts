import { describe, expect, it } from 'vitest';
import { RecentMap } from './recent-map.js';

const mapOf = (...keys: string[]) => {
  const map = new RecentMap<string, number>(3);
  for (const [index, key] of keys.entries()) map.set(key, index);
  return map;
};
const keysOf = (map: RecentMap<string, number>) => Array.from(map.entries(), ([key]) => key);

describe('RecentMap', () => {
  it('forgets the entry longest unused when it is full', () => {
    expect(keysOf(mapOf('a', 'b', 'c', 'd'))).toEqual(['b', 'c', 'd']);
  });

  it('takes reading and writing for use', () => {
    const map = mapOf('a', 'b', 'c');
    expect(map.get('a')).toBe(0);
    map.set('b', 9);
    map.set('d', 3);
    expect(keysOf(map)).toEqual(['a', 'b', 'd']);
    expect(map.get('b')).toBe(9);
  });

  it('makes no entry of what it does not have', () => {
    const map = mapOf('a');
    expect(map.get('x')).toBeUndefined();
    expect(map.size).toBe(1);
  });

  it('forgets all when it is cleared', () => {
    const map = mapOf('a', 'b');
    map.clear();
    expect(map.size).toBe(0);
    expect(map.get('a')).toBeUndefined();
  });
});
