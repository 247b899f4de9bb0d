import { Logger } from '@nestjs/common';
import { describeOnEachDatabase } from '@standby/database/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MovedClock } from '../testing/auth-app.js';
import { type Back, ContestedFamily, type Outcome, REFUSED, Turns } from '../testing/contested-family.js';
import { addAccount, processOn } from '../testing/process-on.js';

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(true));

const GRACE_SECS = 30;

const isGiven = (answer: string) => answer !== REFUSED;

/** Whoever came with the current token and was answered got the same next one; with the one before, the current one. */
function expectOneLine({ answersTo, current }: Outcome): void {
  const next = new Set(answersTo(0).filter(isGiven));
  expect(next.size).toBeLessThanOrEqual(1);
  expect(next).not.toContain(current);
  for (const answer of answersTo(1).filter(isGiven)) expect(answer).toBe(current);
}

/** It was revoked exactly for a true reuse, and every true reuse was refused. */
function expectRightEnd({ answersTo, age, status }: Outcome): void {
  const late = age >= GRACE_SECS * 1_000 ? answersTo(1) : [];
  const reuses = [...late, ...answersTo(2)];
  expect(reuses.filter(isGiven)).toEqual([]);
  // Within the grace the one before is refused only to those who came after the current one had been used.
  const overtaken = late.length > 0 ? [] : answersTo(1).filter((answer) => !isGiven(answer));
  const isReuse = reuses.length + overtaken.length > 0;
  expect(status).toBe(isReuse ? 'revoked' : 'live');
  if (reuses.length === 0 && overtaken.length > 0) expect(answersTo(0).filter(isGiven)).not.toEqual([]);
  if (!isReuse) expect(answersTo(0).filter(isGiven)).toEqual(answersTo(0));
}

const rounds = fc.array(
  fc.record({
    after: fc.constantFrom(0, 1, GRACE_SECS - 1, GRACE_SECS),
    backs: fc.array(fc.constantFrom<Back>(0, 0, 0, 1, 1, 2), { minLength: 1, maxLength: 5 }),
  }),
  { maxLength: 4 },
);

describeOnEachDatabase('concurrent refreshes of one family', (database) => {
  it('never fork it, never end it without a true reuse, and let none pass', async () => {
    const [clock, turns] = [new MovedClock(), new Turns()];
    const connections = [await database().open(), await database().open()];
    await addAccount(await database().open(), 'account');
    const processes = connections.map((connection) => processOn(connection, { clock }));
    for (const process of processes) turns.take(process);

    const property = fc.asyncProperty(fc.scheduler(), rounds, async (scheduler, given) => {
      turns.scheduler = scheduler;
      const family = await ContestedFamily.open(processes, clock);
      for (const round of given) {
        const outcome = await family.play(round, scheduler);
        expectOneLine(outcome);
        expectRightEnd(outcome);
        if (outcome.status !== 'live') return;
      }
    });
    await fc.assert(property, { numRuns: 150 });
  });
});
