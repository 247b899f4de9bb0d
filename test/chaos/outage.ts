import type { Outage } from '../support/killable-process.js';
import { SignInClient } from '../support/sign-in-client.js';
import { type Ask, askUntil } from './asks.js';
import type { Spell } from './fault-plan.js';
import type { Blindness } from './inbox.js';
import type { Stage } from './stage.js';

/** What a service went through and what it said meanwhile. */
export interface Aftermath {
  readonly asks: readonly Ask[];
  readonly authOutages: readonly Outage[];
  readonly blindness: readonly Blindness[];
}

/** Something to do once the load has come so far. */
interface Event {
  readonly at: number;
  readonly act: () => Promise<void>;
}

/** How far a quick refusal brings the load, against 1 for a code that was carried or refused for good. */
const WORTH_OF_A_REFUSAL = 0.1;

/**
 * Plays a plan while codes are asked for without a pause, each for a number of its own.
 *
 * A spell lasts until the load has come so far; answers that take long reach into the spells after it.
 */
export async function playOut(plan: readonly Spell[], spellLength: number, stage: Stage): Promise<Aftermath> {
  const blindness: Blindness[] = [];
  const events = plan.flatMap((spell, index): Event[] => [
    { at: index * spellLength, act: () => begin(spell, stage) },
    { at: (index + spell.killAt) * spellLength, act: () => kill(spell, stage, blindness) },
  ]);
  events.push({ at: plan.length * spellLength, act: () => stage.inbox.look() });
  let progress = 0;
  // One at a time: nothing is asked of a testbed that is dead.
  let acting = Promise.resolve();
  const actDue = () => {
    for (let next = events[0]; next !== undefined && next.at <= progress; next = events[0]) {
      events.shift();
      acting = acting.then(next.act);
    }
  };
  actDue();
  await acting;
  const asks = await askUntil({
    client: new SignInClient(stage.authUrl),
    isOver: () => events.length === 0,
    onEnd: async (ask) => {
      const isCarried = ask.outcome === 'answered' && ask.answer.status !== 503;
      progress += isCarried ? 1 : WORTH_OF_A_REFUSAL;
      actDue();
      if (ask.outcome === 'no answer') await stage.auth.up;
    },
  });
  await acting;
  return { asks, authOutages: stage.auth.outages, blindness };
}

async function begin({ faults }: Spell, { inbox }: Stage): Promise<void> {
  await inbox.look();
  await inbox.setFaults(faults);
}

async function kill({ victim, faults }: Spell, stage: Stage, blindness: Blindness[]): Promise<void> {
  if (victim === 'auth') await stage.auth.killAndRestart();
  if (victim !== 'testbed') return;
  const from = performance.now();
  await stage.inbox.look();
  await stage.testbed.killAndRestart();
  blindness.push({ from, until: performance.now() });
  await stage.inbox.setFaults(faults);
}
