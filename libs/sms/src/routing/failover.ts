import type { OutboundMessage } from '../message/outbound-message.js';
import { handlingOf } from '../providers/handling.js';
import { pause } from '../resilience/backoff.js';
import { Contest } from './contest.js';
import type { FailoverTools } from './failover-tools.js';
import type { Handover } from './handover.js';
import type { Route } from './router.js';
import { type Turn, Turns } from './turns.js';

/**
 * Offers the message to one provider after the other until one accepts it; a one-time code also to the next beside
 * one that stays silent. Then, time and budget allowing, again to those that asked for a pause or were out of reach,
 * and, time allowing, to those whose breaker let nothing through.
 *
 * Each failure is answered by its row of `HANDLING`: a recipient's refusal ends it, whoever is left; an acceptance by
 * one that is given up for that counts all the same.
 *
 * @throws {UndeliverableError} when nobody accepted it.
 * @throws the caller's reason when it gave up before anybody was asked.
 */
export async function failover(
  message: OutboundMessage,
  route: Route,
  tools: FailoverTools,
): Promise<Handover> {
  const { retryBudget, hedgeBudget } = tools;
  const { country } = message.to;
  const turns = new Turns(route.candidates, country, tools);
  using contest = new Contest(message, route, turns, tools);
  for (const candidate of turns.takeOutRefused()) contest.notePassedOver(candidate);
  retryBudget.earn();
  hedgeBudget.earn();

  for (let turn = turns.next(); turn !== undefined; turn = turns.next()) {
    // What is due is not awaited: that would cost every send a tick.
    const isTurn = isDue(turn, tools) || (await comesUp(turn, tools));
    if (!isTurn || contest.isOver) turns.giveBack(turn);
    if (contest.isOver) break;
    if (!isTurn) continue;
    if (turn.reason === 'again' && !turn.candidate.isAvailable(country)) {
      turns.putOff(turn);
      continue;
    }
    contest.start(turn);

    while (contest.isRunning) {
      const finish = await contest.nextFinish();
      if (finish === 'silence') {
        // Other sends may have spent the budget meanwhile; nobody loses their turn by that.
        const isWanted = contest.isSilent && !contest.isOver && hedgeBudget.tokens >= 1;
        const beside = isWanted ? turns.nextBeside() : undefined;
        if (beside !== undefined && hedgeBudget.trySpend()) contest.start(beside);
        continue;
      }
      if (finish.outcome === 'accepted') return contest.settleWon(finish);
      const { nextProvider } = handlingOf(finish.error.kind);
      if (nextProvider === 'never') return contest.settleLost();
      if (nextProvider === 'by-purpose' && message.purpose === 'notification') {
        return { status: 'unknown', provider: finish.error.provider, attempts: contest.attempts };
      }
      turns.putBack(finish.turn, finish.error);
    }
  }
  return contest.settleLost();
}

function isDue({ notBefore }: Turn, { clock }: FailoverTools): boolean {
  return notBefore <= clock.elapsedMs();
}

/** Waits until it is its turn; `false`, at once, where too many wait already. */
async function comesUp({ notBefore }: Turn, { clock, signal, waiting }: FailoverTools): Promise<boolean> {
  const leave = waiting.tryEnter();
  if (leave === undefined) return false;
  await pause(notBefore - clock.elapsedMs(), clock, signal);
  leave();
  return true;
}
