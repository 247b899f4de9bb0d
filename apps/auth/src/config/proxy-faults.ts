import type { ProxyConfig } from '../http/proxy.config.js';
import { parseTrustedProxies } from '../http/trusted-proxies.js';
import type { EnvironmentFault } from './environment-error.js';

/** A list of proxies that cannot be read: it would leave everybody behind one address, or let anybody choose theirs. */
export function proxyFaults({ TRUSTED_PROXIES }: ProxyConfig): EnvironmentFault[] {
  if (parseTrustedProxies(TRUSTED_PROXIES) !== undefined) return [];
  const message =
    'TRUSTED_PROXIES must be a number of proxies up to 9, or addresses and CIDR blocks separated by commas';
  return [{ variable: 'TRUSTED_PROXIES', message }];
}
