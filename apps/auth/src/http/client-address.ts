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
  /** The block of addresses it belongs to, e.g. `203.0.113.0/24`. */
  readonly network: string;
}

/** What stands for the address on a socket that has none, as one of a file system. */
const UNKNOWN: ClientAddress = { address: 'unknown', network: 'unknown' };
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
    this.#trust = parseTrustedProxies(config.TRUSTED_PROXIES) ?? (() => false);
  }

  /** Never throws; the nearest proxy stands for a client it names by something that is no address. */
  of({ raw }: Pick<FastifyRequest, 'raw'>): ClientAddress {
    const known = proxyAddr.all(raw, this.#trust).map((hop) => parseAddress(hop));
    const address = known.findLast((hop) => hop !== undefined);
    return address === undefined ? UNKNOWN : this.#placed(address);
  }

  #placed(address: ReturnType<typeof ipaddr.process>): ClientAddress {
    const isIPv4 = address.kind() === 'ipv4';
    const bits = isIPv4 ? this.config.NETWORK_IPV4_BITS : this.config.NETWORK_IPV6_BITS;
    const text = address.toString();
    const first = (isIPv4 ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(`${text}/${bits}`);
    return { address: text, network: `${first.toString()}/${bits}` };
  }
}

/** Zones are of the machine that names them, and no part of an address. */
function parseAddress(hop: string | undefined) {
  const text = (hop ?? '').replace(WITH_PORT, '$1').replace(IN_BRACKETS, '$1').replace(/%.*$/, '');
  return isIP(text) === 0 ? undefined : ipaddr.process(text);
}
