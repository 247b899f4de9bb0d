import { ProviderError } from '../providers/provider-error.js';
import { type Candidate, Route } from '../routing/router.js';

/** Code of an attempt that was not made, since its message was not wanted any more. */
export const NOT_WANTED = 'not-wanted';

/** A route on which nobody is asked any more once the message is not wanted, however many are left. */
export function whileWanted(
  candidates: readonly Candidate[],
  isWanted: () => Promise<boolean>,
  giveUp: () => void,
): Route {
  const asking = candidates.map((candidate): Candidate => {
    return {
      name: candidate.name,
      retry: candidate.retry,
      latency: candidate.latency,
      isAvailable: (country) => candidate.isAvailable(country),
      retryAfterMs: (country) => candidate.retryAfterMs(country),
      send: async (message, signal, waiter) => {
        if (await isWanted()) return candidate.send(message, signal, waiter);
        giveUp();
        throw new ProviderError({ kind: 'unavailable', provider: candidate.name, code: NOT_WANTED });
      },
    };
  });
  return new Route(asking, 'another-than-last-time');
}
