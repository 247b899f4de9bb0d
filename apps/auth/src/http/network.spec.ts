import { describe, expect, it } from 'vitest';
import { networkOf } from './network.js';

describe('networkOf', () => {
  it.each([
    ['198.51.100.77', '198.51.100.0/24'],
    ['::ffff:198.51.100.77', '198.51.100.0/24'],
    ['2001:db8:12:3456::1', '2001:db8:12::/48'],
    ['::1', '::/48'],
  ])('puts %s into %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it.each(['', 'localhost', '198.51.100.777', 'unix:/run/x'])('knows none for %j', (address) => {
    expect(networkOf(address)).toBeUndefined();
  });
});
