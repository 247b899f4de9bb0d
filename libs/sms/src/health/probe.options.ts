import { Milliseconds } from '../providers/option-rules.js';

/** {@link ProbeOptions}, or `off`. */
export const PROBE_OPTIONS = Symbol('PROBE_OPTIONS');

/** How often each provider is asked how it stands, without a message being sent. */
export class ProbeOptions {
  /** Time between two probes, in ms; varies by a fifth, so that processes do not ask together. */
  @Milliseconds(100, 86_400_000)
  intervalMs: number = 60_000;

  /** Longest time between two probes of a provider that will not tell, in ms; at least `intervalMs`. */
  @Milliseconds(100, 86_400_000)
  maxIntervalMs: number = 600_000;

  /** Limit for one probe, in ms; a provider that is left alone is probed this long before its time is over. */
  @Milliseconds(50, 60_000)
  timeoutMs: number = 5000;
}
