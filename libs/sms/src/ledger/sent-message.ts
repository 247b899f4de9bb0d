import type { Handover } from '../routing/handover.js';
import type { Route } from '../routing/router.js';

/** A message handed over: `accepted` by a provider, or, for a notification, perhaps so. */
export type SentMessage = Handover & {
  /** Ours, ordered by time. */
  readonly id: string;
  /** Billed segments. */
  readonly segments: number;
  /** Names of the providers that might have carried it, in the order they were to be asked. */
  readonly route: readonly string[];
  readonly routeReason: Route['reason'];
};
