import { Logger } from '@nestjs/common';
import type { OutboundMessage, Purpose } from '../message/outbound-message.js';
import { maskPhoneNumber } from '../message/phone-number.js';
import { RecentMap } from '../resilience/recent-map.js';
import type { Attempt } from './attempt.js';
import type { HandoverEnd } from './handover.js';
import type { Route } from './router.js';

/** Why a message went the way it went; holds neither its text nor the whole number. */
export interface Explanation {
  readonly messageId: string;
  /** The number, masked. */
  readonly to: string;
  readonly country: string;
  readonly purpose: Purpose;
  readonly segments: number;
  /** Names of the providers that might have carried it, in the order they were to be asked. */
  readonly route: readonly string[];
  readonly routeReason: Route['reason'];
  readonly attempts: readonly Attempt[];
  /** The id of the provider that accepted it, where it is known. */
  readonly providerMessageId?: string;
  /** Milliseconds from the request to the outcome. */
  readonly tookMs: number;
  readonly outcome: HandoverEnd['outcome'];
  /** Copies the recipient may get: 1 where all is well, more after an unknown outcome or a hedge. */
  readonly possibleCopies: number;
}

/** Copies of a message its recipient may get through these attempts. */
export function possibleCopies(attempts: readonly Attempt[]): number {
  return attempts.filter(({ maybeSent }) => maybeSent).length;
}

/** Sends that are remembered at least, the latest. */
const REMEMBERED = 10_000;

/** Knows why the last messages went the way they went, and says it once of each in the log. */
export class Explanations {
  readonly #logger = new Logger('Sms');
  readonly #known = new RecentMap<string, Explanation>(2 * REMEMBERED);

  get(messageId: string): Explanation | undefined {
    // Whoever asks for an old one does not make it newer: it would take the place of one of the last.
    return this.#known.peek(messageId);
  }

  /** Keeps how a handover ended, `tookMs` after it began. Never the text, never the whole number. */
  keep(message: OutboundMessage, route: Route, end: HandoverEnd, tookMs: number): void {
    const { id, to, purpose, segments } = message;
    const { outcome, attempts } = end;
    const providerMessageId = outcome === 'accepted' ? end.providerMessageId : undefined;
    const explanation: Explanation = {
      messageId: id,
      to: maskPhoneNumber(to.e164),
      country: to.country,
      purpose,
      segments,
      route: route.names,
      routeReason: route.reason,
      attempts,
      ...(providerMessageId !== undefined && { providerMessageId }),
      tookMs,
      outcome,
      possibleCopies: possibleCopies(attempts),
    };
    this.#known.set(id, explanation);
    const line = { msg: `message ${outcome}`, ...explanation };
    if (outcome === 'accepted') this.#logger.log(line);
    else this.#logger.warn(line);
  }
}
