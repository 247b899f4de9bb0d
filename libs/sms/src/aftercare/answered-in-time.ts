import { TimeIsUpError } from '../resilience/time-limit.js';

/**
 * What a provider answers before the signal aborts; `undefined` when it fails, or does not answer by then. An adapter
 * that does not notice the signal holds up nobody.
 */
export async function answeredInTime<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>();
  const end = () => resolve(undefined);
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([ask(), aborted]);
  } catch {
    return undefined;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** Whether the asking was ended before its time was up: the process shuts down, which says nothing of who was asked. */
export function isCutShort({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof TimeIsUpError);
}
