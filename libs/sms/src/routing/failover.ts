import type { OutboundMessage } from '../message/outbound-message.js';
import { handlingOf, isCircuitOpen } from '../providers/provider-error.js';
import { pause } from '../resilience/backoff.js';
import { Bulkhead, type BulkheadOptions } from '../resilience/bulkhead.js';
import { Contest, type FailoverTools } from './contest.js';
import type { Handover } from './handover.js';
import type { Route } from './router.js';
import { type Turn, Turns } from './turns.js';

/**
 * Offers the message to one provider after the other until one accepts it; a one-time code also to the next beside
 * one that stays silent. Then, time and budget allowing, again to those that asked for a pause or were out of reach,
 * and, time allowing, to those whose breaker let nothing through.
 *
 * Each failure is answered by its row of `HANDLING`: a recipient's refusal ends it, whoever is left.
 *
 * @throws {UndeliverableError} when nobody accepted it.
 * @throws the caller's reason when it gave up before anybody was asked.
 */
export async function failover(
  message: OutboundMessage,
  route: Route,
  tools: FailoverTools,
): Promise<Handover> {
  const { deadline, clock, random, retryBudget, hedgeBudget } = tools;
  const { country } = message.to;
  const turns = new Turns(route.carriers, clock, random);
  using contest = new Contest(message, tools);
  for (const carrier of turns.passOver(country, deadline)) contest.passOver(carrier);
  retryBudget.earn();
  hedgeBudget.earn();
  const giveBack = (turn: Turn) => {
    if (isRetry(turn)) retryBudget.refund();
  };

  for (let turn = turns.next(); turn !== undefined; turn = turns.next()) {
    if (isRetry(turn) && !retryBudget.trySpend()) continue;
    if (!(await isTurnOf(turn, tools))) {
      giveBack(turn);
      continue;
    }
    if (contest.isOver) break;
    if (turn.reason === 'again' && !turn.carrier.isOpenTo(country)) {
      giveBack(turn);
      turns.putOff(turn, country, deadline);
      continue;
    }
    contest.start(turn, turns);

    while (contest.isRunning) {
      const finish = await contest.nextFinish(turns);
      if (finish === 'silence') {
        // Other sends may have spent the budget meanwhile; nobody loses their turn by that.
        const isWanted = !contest.isOver && turns.hasNextBeside(country) && hedgeBudget.trySpend();
        const beside = isWanted ? turns.nextBeside(country) : undefined;
        if (beside !== undefined) contest.start(beside, turns);
        continue;
      }
      if (finish.outcome === 'accepted') return contest.won(finish);
      const { nextProvider } = handlingOf(finish.error.kind);
      if (nextProvider === 'never') throw await contest.lost();
      if (nextProvider === 'by-purpose' && message.purpose === 'notification') {
        return { status: 'unknown', provider: finish.error.provider, attempts: contest.attempts };
      }
      if (isCircuitOpen(finish.error)) giveBack(finish.turn);
      turns.putBack(finish.turn, finish.error, country, deadline);
    }
  }
  throw await contest.lost();
}

function isRetry({ attemptsMade }: Turn): boolean {
  return attemptsMade > 0;
}

/** Waits until it is its turn; `false`, at once, where too many wait already. */
async function isTurnOf({ notBefore }: Turn, { clock, signal, waiting }: FailoverTools): Promise<boolean> {
  const waitMs = notBefore - clock.elapsedMs();
  if (waitMs <= 0) return true;
  const leave = waiting.tryEnter();
  if (leave === undefined) return false;
  await pause(waitMs, clock, signal);
  leave();
  return true;
}

/** Room for as many sends to wait for the turn of a provider as that could take on afterwards; the others are told. */
export function waitingRoomFor({ maxConcurrent, maxQueued }: BulkheadOptions): Bulkhead {
  return new Bulkhead({ maxConcurrent: maxConcurrent + maxQueued, maxQueued: 0 });
}
