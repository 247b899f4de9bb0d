import { describe, expect, it } from 'vitest';
import { parseNetwork } from './client-network.js';

describe('parseNetwork', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:DB8::6', '2001:db8::/48'],
    ['2001:db8:0:1::', '2001:db8::/48'],
    ['2001::1:2:3:4:5:6', '2001:0:1::/48'],
    ['64:ff9b::203.0.113.77', '64:ff9b::/48'],
  ])('shows %s as %s', (address, network) => {
    expect(parseNetwork(address)).toBe(network);
  });

  it.each([
    '',
    'unknown',
    '999.1.1.1',
    '127.0.0.1',
    '10.1.2.3',
    '192.168.1.1',
    '172.31.0.1',
    '100.64.0.1',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    'fe80::1%eth0',
    'fd00::1',
  ])('has nothing to show of %j', (address) => {
    expect(parseNetwork(address)).toBeUndefined();
  });
});
