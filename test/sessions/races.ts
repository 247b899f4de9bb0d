import type { Database } from '@standby/database';
import { expect } from 'vitest';
import type { Answer, SignInClient } from '../support/sign-in-client.js';
import { countByCode, countByStatus, endGrace, every, type Family } from './families.js';

/** How many come for each family at the same moment. */
export const TABS = 4;

/** A database, and a client for each process on it. */
export interface Stage {
  readonly database: Database;
  readonly clients: readonly SignInClient[];
}

/** Asks again while the service says that it cannot answer now, as its clients are told to. */
export async function refresh(
  client: SignInClient | undefined,
  refreshToken: string | undefined,
): Promise<Answer> {
  if (client === undefined) throw new RangeError('there is a process to ask');
  const answer = await client.post('/v1/sessions/refresh', { refreshToken });
  return answer.status === 503 ? refresh(client, refreshToken) : answer;
}

/** The token that a family was given last. */
export function latest({ tokens }: Family): string | undefined {
  return tokens.at(-1);
}

/** Every tab of every family comes at once, each to another process, with the token that `which` names. */
export async function allAtOnce(
  families: readonly Family[],
  ask: (family: Family, tab: number) => Promise<Answer>,
): Promise<Answer[][]> {
  const tabs = Array.from({ length: TABS }, (_, tab) => tab);
  return Promise.all(families.map((family) => Promise.all(tabs.map((tab) => ask(family, tab)))));
}

/** Notes the token that each family was given; of one that was given two, both. */
export function keep(families: readonly Family[], answers: readonly Answer[][]): void {
  for (const [index, family] of families.entries()) {
    const given = answers[index]?.filter(({ status }) => status === 200) ?? [];
    family.tokens.push(...new Set(given.map(({ body }) => String(body.refreshToken))));
  }
}

/** All tabs of a family get the same new token, and all families live. */
export async function expectNoneEnded(
  { database, clients }: Stage,
  families: readonly Family[],
): Promise<void> {
  const answers = await allAtOnce(families, (family, tab) =>
    refresh(clients[tab % clients.length], latest(family)),
  );
  expect(countByCode(answers.flat())).toEqual({ 200: families.length * TABS });
  const before = families.map(({ tokens }) => tokens.length);
  keep(families, answers);
  expect(families.map(({ tokens }) => tokens.length)).toEqual(before.map((length) => length + 1));
  expect(await countByStatus(database, families)).toEqual({ live: families.length, revoked: 0 });
}

/**
 * Every other family is robbed of two tokens: one that was used an hour ago, and one whose successor was used too. They
 * come in between the rightful holders; each is refused, those families end, and no other does.
 */
export async function expectThievesCaught(stage: Stage, families: readonly Family[]): Promise<void> {
  const { database, clients } = stage;
  const alone = await Promise.all(families.map((family) => refresh(clients[0], latest(family))));
  keep(
    families,
    alone.map((answer) => [answer]),
  );
  const [robbed, spared] = [every(2, families), every(2, families, 1)];
  await endGrace(database, robbed);
  const isThief = (family: Family, tab: number) => robbed.includes(family) && tab >= 2;

  // The thieves are tabs 2 and 3, and bring the tokens one and two before the latest.
  const answers = await allAtOnce(families, (family, tab) =>
    refresh(clients[tab % clients.length], isThief(family, tab) ? family.tokens.at(-tab) : latest(family)),
  );
  const answersToThieves = every(2, answers).flatMap((given) => given.slice(2));
  expect(countByCode(answersToThieves)).toEqual({ 401: robbed.length * 2 });
  expect(countByCode(every(2, answers, 1).flat())).toEqual({ 200: spared.length * TABS });
  expect(await countByStatus(database, robbed)).toEqual({ live: 0, revoked: robbed.length });
  expect(await countByStatus(database, spared)).toEqual({ live: spared.length, revoked: 0 });

  keep(families, answers);
  const after = await Promise.all(
    families.map((family) => refresh(clients[1 % clients.length], latest(family))),
  );
  expect(countByCode(every(2, after))).toEqual({ 401: robbed.length });
  expect(countByCode(every(2, after, 1))).toEqual({ 200: spared.length });
  keep(
    families,
    after.map((answer) => [answer]),
  );
}
