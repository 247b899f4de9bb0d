import type { OutboundMessage } from '../message/outbound-message.js';
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

/** What to say of a message whose process ended while it was being sent; `provider` was to be asked first. */
export function toldIfLost({ id, segments }: OutboundMessage, { names, reason }: Route): SentMessage {
  const [provider = 'none'] = names;
  return { status: 'unknown', provider, attempts: [], id, segments, route: names, routeReason: reason };
}
