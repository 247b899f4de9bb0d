import { isIP } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';

/** Whether to believe what the address at a distance, 0 for the connection itself, says of whom it speaks for. */
export type Trust = (address: string, distance: number) => boolean;

const COUNT = /^\d$/;
const NAMED_RANGES = ['loopback', 'linklocal', 'uniquelocal'];

/**
 * Reads `TRUSTED_PROXIES`: a count of hops up to 9, or addresses, CIDR blocks, and the names `loopback`, `linklocal`
 * and `uniquelocal`, separated by commas. Nothing given trusts nobody; `undefined` for anything else.
 *
 * A count trusts whoever connects, so it is for a port that only the proxies can reach.
 */
export function parseTrustedProxies(text = '0'): Trust | undefined {
  if (COUNT.test(text)) {
    const hops = Number(text);
    return (_address, distance) => distance < hops;
  }
  const proxies = text.split(',').map((name) => name.trim());
  if (!proxies.every(isRange)) return undefined;
  try {
    return proxyAddr.compile(proxies);
  } catch (error) {
    // What the library throws for a block that is none.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The library takes a bare number, such as a count that is too high, for an address. */
function isRange(name: string): boolean {
  return NAMED_RANGES.includes(name) || isIP(name.split('/')[0] ?? '') !== 0;
}
