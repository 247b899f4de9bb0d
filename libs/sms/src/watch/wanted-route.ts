import { ProviderError } from '../providers/provider-error.js';
import type { Carrier, Route } from '../routing/router.js';

/** Code of an attempt that was not made, since its message was not wanted any more. */
export const NOT_WANTED = 'not-wanted';

/** A route on which nobody is asked any more once the message is not wanted, however many are left. */
export function whileWanted(
  carriers: readonly Carrier[],
  isWanted: () => Promise<boolean>,
  giveUp: () => void,
): Route {
  const asking = carriers.map((carrier): Carrier => {
    return {
      name: carrier.name,
      retry: carrier.retry,
      latency: carrier.latency,
      isOpenTo: (country) => carrier.isOpenTo(country),
      retryAfterMs: (country) => carrier.retryAfterMs(country),
      send: async (message, signal) => {
        if (await isWanted()) return carrier.send(message, signal);
        giveUp();
        throw new ProviderError({ kind: 'unavailable', provider: carrier.name, code: NOT_WANTED });
      },
    };
  });
  return { carriers: asking, reason: 'another-than-last-time' };
}
