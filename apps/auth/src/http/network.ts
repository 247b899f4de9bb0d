import ipaddr from 'ipaddr.js';

/** Leading bits that name a network: what one customer, or one household, of a carrier may be given. */
const IPV4_BITS = 24;
const IPV6_BITS = 48;

/**
 * The network an address is in, `198.51.100.0/24` or `2001:db8:12::/48`: enough to see where requests came from, too
 * little to name the person. Undefined for what is no address.
 */
export function networkOf(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return undefined;
  // An IPv4 client of an IPv6 socket is told as ::ffff:a.b.c.d.
  const parsed = ipaddr.process(address);
  const [kind, bits] =
    parsed.kind() === 'ipv4' ? ([ipaddr.IPv4, IPV4_BITS] as const) : ([ipaddr.IPv6, IPV6_BITS] as const);
  return `${kind.networkAddressFromCIDR(`${parsed.toString()}/${bits}`).toString()}/${bits}`;
}
