import { OptionalText, WholeNumber } from '../config/environment-rules.js';

/** What stands between the clients and this process, one property an environment variable. */
export class ProxyConfig {
  /**
   * The proxies that are believed about whom they speak for: how many there are, or their addresses and CIDR blocks,
   * separated by commas. Without it nobody is, and the client is who opened the connection.
   */
  @OptionalText(2_048)
  TRUSTED_PROXIES?: string;

  /** Leading bits of an IPv4 address that name a network. */
  @WholeNumber(8, 32)
  NETWORK_IPV4_BITS = 24;

  /** Leading bits of an IPv6 address that name a network; providers give a household a /56 or a /64. */
  @WholeNumber(32, 64)
  NETWORK_IPV6_BITS = 56;
}
