import { isIP } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { ProxyConfig } from './proxy.config.js';
import { parseTrustedProxies, type Trust } from './trusted-proxies.js';

/** Where a request comes from. */
export interface ClientAddress {
  /** One form for each address: RFC 5952 for IPv6, and IPv4 for what is IPv4 inside IPv6. */
  readonly address: string;
  /** What quotas and guard take for one address: of IPv4 the address, of IPv6 its /64. */
  readonly countedAs: string;
  /** The block of addresses it belongs to, e.g. `203.0.113.0/24`. */
  readonly network: string;
}

/** What stands for the address on a socket that has none, as one of a file system. */
const UNKNOWN: ClientAddress = { address: 'unknown', countedAs: 'unknown', network: 'unknown' };
/**
 * Leading bits of an IPv6 address that its holder does not choose: the rest names an interface, and one machine can have
 * as many as it likes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4291#section-2.5.1
 */
const IPV6_BITS = 64;
/** Where a translator puts the IPv4 addresses. @see https://www.rfc-editor.org/rfc/rfc6052#section-2.1 */
const TRANSLATED = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
/** An IPv4 address as some proxies pass it on, with the port. */
const WITH_PORT = /^(\d+\.\d+\.\d+\.\d+):\d+$/;
const IN_BRACKETS = /^\[([^\]]+)\](:\d+)?$/;

/**
 * Tells who a request comes from: whoever opened the connection, or, as far as the proxies in between are trusted,
 * whom they name in `X-Forwarded-For`. What anybody else says in that header, and `Forwarded`, is not read.
 */
@Injectable()
export class ClientAddresses {
  readonly #trust: Trust;

  constructor(private readonly config: ProxyConfig) {
    // Nonsense was refused at the start; should it come here all the same, nobody is trusted.
    const trust = parseTrustedProxies(config.TRUSTED_PROXIES) ?? (() => false);
    this.#trust = (hop, distance) => trust(withoutPort(hop), distance);
  }

  /** Never throws; the nearest proxy stands for a client it names by something that is no address. */
  of({ raw }: Pick<FastifyRequest, 'raw'>): ClientAddress {
    const known = proxyAddr.all(raw, this.#trust).map((hop) => parseAddress(hop));
    const address = known.findLast((hop) => hop !== undefined);
    return address === undefined ? UNKNOWN : this.#placed(address);
  }

  #placed(address: ReturnType<typeof ipaddr.process>): ClientAddress {
    const isIPv4 = address.kind() === 'ipv4';
    const text = address.toString();
    const blockOf = (bits: number) => {
      const first = (isIPv4 ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(`${text}/${bits}`);
      return `${first.toString()}/${bits}`;
    };
    const { NETWORK_IPV4_BITS, NETWORK_IPV6_BITS } = this.config;
    return {
      address: text,
      countedAs: isIPv4 ? text : blockOf(IPV6_BITS),
      network: blockOf(isIPv4 ? NETWORK_IPV4_BITS : NETWORK_IPV6_BITS),
    };
  }
}

/** Without brackets either. A socket that is gone names nobody. */
function withoutPort(hop: string | undefined): string {
  return (hop ?? '').replace(WITH_PORT, '$1').replace(IN_BRACKETS, '$1');
}

/** Zones are of the machine that names them, and no part of an address. */
function parseAddress(hop: string | undefined) {
  const text = withoutPort(hop).replace(/%.*$/, '');
  if (isIP(text) === 0) return undefined;
  const address = ipaddr.process(text);
  // All of its clients would count as one.
  const isTranslated = address instanceof ipaddr.IPv6 && address.match(TRANSLATED);
  return isTranslated ? ipaddr.fromByteArray(address.toByteArray().slice(-4)) : address;
}
