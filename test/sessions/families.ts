import { randomUUID } from 'node:crypto';
import type { Database } from '@standby/database';
import { addAccount, processOn } from '../../apps/auth/src/testing/process-on.js';
import { SystemClock } from '../../apps/auth/src/wall-clock.js';
import type { Answer } from '../support/sign-in-client.js';

/** The secret of every process of these tests. */
export const AUTH_SECRET = 'c2VjcmV0LWZvci10ZXN0cy1vbmx5LTQ3MTE5MjU2Mzg';
/** The longest there may be, so that a slow machine is not taken for a thief. */
export const REFRESH_GRACE_SECS = '300';

/** One signed-in client: its session, and the refresh tokens it was given, the latest last. */
export interface Family {
  readonly sessionId: string;
  readonly tokens: string[];
}

/** Signs in as many clients as asked for, on one account, without any codes. */
export async function openFamilies(database: Database, count: number): Promise<Family[]> {
  const { sessions } = processOn(database, { clock: new SystemClock(), secrets: [AUTH_SECRET] });
  const account = randomUUID();
  await addAccount(database, account);
  const opened = [];
  for (let index = 0; index < count; index += 1) opened.push(await sessions.open(account, {}));
  return opened.map(({ session, refreshToken }) => ({ sessionId: session.id, tokens: [refreshToken] }));
}

/** How many of the families live, and how many were revoked. */
export async function countByStatus(database: Database, families: readonly Family[]) {
  const ids = families.map(({ sessionId }) => sessionId);
  const rows = await database.selectFrom('sessions').select('status').where('id', 'in', ids).execute();
  const countOf = (status: string) => rows.filter((row) => row.status === status).length;
  return { live: countOf('live'), revoked: countOf('revoked') };
}

/** Makes the latest rotation of every family older than any grace. */
export async function endGrace(database: Database, families: readonly Family[]): Promise<void> {
  await database
    .updateTable('sessions')
    .set({ rotated_at: Date.now() - 3_600_000 })
    .where(
      'id',
      'in',
      families.map(({ sessionId }) => sessionId),
    )
    .execute();
}

/** How many answers were given with each status. */
export function countByCode(answers: readonly Answer[]): Record<number, number> {
  const statuses = Map.groupBy(answers, ({ status }) => status);
  return Object.fromEntries(Array.from(statuses, ([status, given]) => [status, given.length]));
}

/** Those of a list at every n-th place, from the first. */
export function every<T>(n: number, list: readonly T[], first = 0): T[] {
  return list.filter((_, index) => index % n === first);
}
