import type { Handover } from '../routing/handover.js';
import type { Route } from '../routing/router.js';

/** A message handed over: `accepted` by a provider, or, for a notification, perhaps so. */
export type SentMessage = Handover & {
  /** Ours, ordered by time. */
  readonly id: string;
  /** Billed segments. */
  readonly segments: number;
  readonly routeReason: Route['reason'];
};
