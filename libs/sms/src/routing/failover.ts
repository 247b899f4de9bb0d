import type { OutboundMessage } from '../message/outbound-message.js';
import { handlingOf } from '../providers/provider-error.js';
import { pause } from '../resilience/backoff.js';
import { Contest, type FailoverTools } from './contest.js';
import type { Handover } from './handover.js';
import type { Route } from './router.js';
import { Turns } from './turns.js';

/**
 * Offers the message to one provider after the other until one accepts it; a one-time code also to the next beside
 * one that stays silent. Then, time and budget allowing, again to those that asked for a pause or were out of reach.
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
  const { deadline, signal, clock, random, retryBudget, hedgeBudget } = tools;
  const { country } = message.to;
  const turns = new Turns(route.carriers, clock, random);
  using contest = new Contest(message, route, tools);
  for (const carrier of turns.passOver(country, deadline)) contest.passOver(carrier);
  retryBudget.earn();
  hedgeBudget.earn();

  for (let turn = turns.next(); turn !== undefined; turn = turns.next()) {
    if (turn.reason === 'again' && !retryBudget.trySpend()) break;
    const waitMs = turn.notBefore - clock.elapsedMs();
    if (waitMs > 0) await pause(waitMs, clock, signal);
    if (contest.isOver) break;
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
      turns.putBack(finish.turn, finish.error, deadline);
    }
  }
  throw await contest.lost();
}
