import type { OutboundMessage } from '../message/outbound-message.js';
import { handlingOf, type ProviderError } from '../providers/provider-error.js';
import { fullJitterMs, pause } from '../resilience/backoff.js';
import type { Clock } from '../resilience/clock.js';
import type { Deadline } from '../resilience/deadline.js';
import { type Attempt, failedAttempt } from './attempt.js';
import type { Carrier, Route } from './router.js';
import { UndeliverableError } from './undeliverable.error.js';

/** What became of handing a message over. */
export type Handover =
  | {
      readonly status: 'accepted';
      readonly provider: string;
      readonly providerMessageId: string | undefined;
      readonly attempts: readonly Attempt[];
    }
  /** A notification that may or may not have been accepted: it is not sent again. */
  | { readonly status: 'unknown'; readonly provider: string; readonly attempts: readonly Attempt[] };

export interface FailoverTools {
  readonly deadline: Deadline;
  readonly clock: Clock;
  readonly random: () => number;
}

/**
 * Offers the message to one provider after the other until one accepts it, then, time allowing, again to those
 * that asked for a pause or could not be reached.
 *
 * Each failure is answered by its row of `HANDLING`: a recipient's refusal ends it, whoever is left.
 *
 * @throws {UndeliverableError} when nobody accepted it.
 */
export async function failover(
  message: OutboundMessage,
  route: Route,
  tools: FailoverTools,
): Promise<Handover> {
  const { deadline, clock } = tools;
  const attempts: Attempt[] = [];
  const errors: ProviderError[] = [];
  let turns: Turn[] = route.providers.map((provider) => ({ provider, attemptsMade: 0, notBeforeMs: 0 }));

  for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) {
    const waitMs = turn.notBeforeMs - clock.elapsedMs();
    if (waitMs > 0) await pause(waitMs, clock, deadline.signal);
    if (deadline.signal.aborted) break;

    const { provider } = turn;
    const startedAt = clock.elapsedMs();
    const answer = await provider.send(message, deadline.signal).catch((error: ProviderError) => error);
    const tookMs = clock.elapsedMs() - startedAt;
    if (!(answer instanceof Error)) {
      attempts.push({ provider: provider.name, tookMs, outcome: 'accepted' });
      const { providerMessageId } = answer;
      return { status: 'accepted', provider: provider.name, providerMessageId, attempts };
    }

    errors.push(answer);
    attempts.push(failedAttempt(answer, tookMs));
    const { nextProvider } = handlingOf(answer.kind);
    if (nextProvider === 'never') break;
    if (nextProvider === 'by-purpose' && message.purpose === 'notification') {
      return { status: 'unknown', provider: provider.name, attempts };
    }
    const again = nextTurn(turn, answer, tools);
    if (again !== undefined) turns = [...turns, again].toSorted((a, b) => a.notBeforeMs - b.notBeforeMs);
  }
  const [first, ...rest] = errors;
  if (first === undefined) throw deadline.signal.reason;
  throw new UndeliverableError([first, ...rest], attempts);
}

interface Turn {
  readonly provider: Carrier;
  readonly attemptsMade: number;
  /** Elapsed ms of the clock at which it is due; 0: at once, before all who have to wait. */
  readonly notBeforeMs: number;
}

/** Another turn for a provider that failed, or `undefined` where its kind or the time left rule one out. */
function nextTurn(turn: Turn, error: ProviderError, tools: FailoverTools): Turn | undefined {
  const { sameProvider } = handlingOf(error.kind);
  const attemptsMade = turn.attemptsMade + 1;
  const { retry } = turn.provider;
  if (sameProvider === 'never' || attemptsMade >= retry.maxAttempts) return undefined;
  const waitMs = Math.max(1, error.retryAfterMs ?? fullJitterMs(attemptsMade, retry, tools.random));
  return waitMs < tools.deadline.remainingMs()
    ? { provider: turn.provider, attemptsMade, notBeforeMs: tools.clock.elapsedMs() + waitMs }
    : undefined;
}
