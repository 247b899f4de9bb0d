import { orAborted } from '../resilience/or-aborted.js';
import { TimeIsUpError } from '../resilience/time-limit.js';

/**
 * What a provider answers before the signal aborts; `undefined` when it fails, or does not answer by then. An adapter
 * that does not notice the signal holds up nobody.
 */
export async function answeredInTime<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await orAborted(ask(), signal);
  } catch {
    return undefined;
  }
}

/** Whether the asking was ended before its time was up: the process shuts down, which says nothing of who was asked. */
export function isCutShort({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof TimeIsUpError);
}
