import { BlockList, isIP, isIPv4 } from 'node:net';

/** Addresses that say nothing of where a client is. @see https://www.iana.org/assignments/iana-ipv4-special-registry */
const LOCAL = new BlockList();
LOCAL.addSubnet('0.0.0.0', 8, 'ipv4');
LOCAL.addSubnet('10.0.0.0', 8, 'ipv4');
LOCAL.addSubnet('100.64.0.0', 10, 'ipv4');
LOCAL.addSubnet('127.0.0.0', 8, 'ipv4');
LOCAL.addSubnet('169.254.0.0', 16, 'ipv4');
LOCAL.addSubnet('172.16.0.0', 12, 'ipv4');
LOCAL.addSubnet('192.168.0.0', 16, 'ipv4');
LOCAL.addSubnet('::', 127, 'ipv6');
LOCAL.addSubnet('fc00::', 7, 'ipv6');
LOCAL.addSubnet('fe80::', 10, 'ipv6');

/**
 * The network of an address, e.g. `203.0.113.0/24` or `2001:db8:1::/48`: enough to recognise one's own sign-ins by,
 * too little to tell who it was. `undefined` for what is no public address.
 */
export function parseNetwork(address: string): string | undefined {
  const plain = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(plain) === 0 || LOCAL.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6')) return undefined;
  if (isIPv4(plain)) return plain.replace(/\.\d+$/, '.0/24');
  return `${canonical(`${firstGroupsOf(plain).join(':')}::`)}/48`;
}

/** The groups of the first 48 bits, those that `::` leaves out included. */
function firstGroupsOf(address: string): string[] {
  const [head = [], tail = []] = canonical(address)
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''));
  const omitted = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...omitted, ...tail].slice(0, 3);
}

/** An IPv6 address as RFC 5952 writes it, without an IPv4 address in it. */
function canonical(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
