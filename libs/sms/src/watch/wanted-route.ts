import { ProviderError } from '../providers/provider-error.js';
import type { Clock } from '../resilience/clock.js';
import { untilAborted } from '../resilience/until-aborted.js';
import { type Candidate, Route } from '../routing/router.js';

/** Code of an attempt that was not made, since its message was not wanted any more. */
export const NOT_WANTED = 'not-wanted';

/**
 * A route on which nobody is asked any more once the message is not wanted, however many are left, nor an attempt begun
 * that was given up before that was known.
 */
export function whileWanted(
  candidates: readonly Candidate[],
  isWanted: () => Promise<boolean>,
  giveUp: () => void,
  clock: Clock,
): Route {
  const asking = candidates.map((candidate): Candidate => {
    return {
      name: candidate.name,
      retry: candidate.retry,
      latency: candidate.latency,
      isAvailable: (country) => candidate.isAvailable(country),
      retryAfterMs: (country) => candidate.retryAfterMs(country),
      send: async (message, signal, waiter) => {
        const notAsked = (code: string) =>
          new ProviderError({ kind: 'unavailable', provider: candidate.name, code });
        const tooLate = { reason: () => notAsked('ABORTED'), late: () => {} };
        if (await untilAborted(isWanted(), signal, clock, tooLate))
          return candidate.send(message, signal, waiter);
        giveUp();
        throw notAsked(NOT_WANTED);
      },
    };
  });
  return new Route(asking, 'another-than-last-time');
}
