import { DATABASE, type Database } from '@standby/database';
import { describeOnEachDatabase } from '@standby/database/testing';
import { sql } from 'kysely';
import { afterEach, expect, it } from 'vitest';
import { type AuthApp, PHONE_NUMBER, startAuthApp } from '../testing/auth-app.js';

const SECRET = 'kU3v8ZqW0rTn5YbJ1xLhP7dGfS2mCeA9iOoQ4tRw6X';
/** What a sign-in writes after the code is consumed. */
const TABLES = ['accounts', 'sessions', 'confirmed_devices'] as const;

describeOnEachDatabase('a sign-in', (database) => {
  let auth: AuthApp;

  afterEach(() => auth.app.close());

  const stored = () => auth.app.get<Database>(DATABASE);
  const rename = (from: string, to: string) =>
    sql`alter table ${sql.table(from)} rename to ${sql.table(to)}`.execute(stored());
  const count = async (table: (typeof TABLES)[number]) =>
    (await stored().selectFrom(table).selectAll().execute()).length;

  it.each(TABLES)('costs no code when %s cannot be written, and leaves nothing behind', async (table) => {
    auth = await startAuthApp({ DATABASE_URL: database().url, AUTH_SECRET: SECRET });
    const { challengeId, code } = await auth.start(PHONE_NUMBER);
    const verify = () => auth.call('POST', `/v1/challenges/${challengeId}/verification`, { code });

    await rename(table, 'lost');
    expect((await verify()).status).toBe(500);
    await rename('lost', table);
    for (const each of TABLES) expect(await count(each)).toBe(0);
    expect(await stored().selectFrom('wrong_codes').selectAll().execute()).toEqual([]);

    expect((await verify()).status).toBe(200);
    expect((await verify()).body).toMatchObject({ code: 'challenge-consumed' });
    for (const each of TABLES) expect(await count(each)).toBe(1);
  });
});
