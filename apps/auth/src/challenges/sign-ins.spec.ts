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

  it('costs no attempt while no account can be opened, since numbers are under keys not known here', async () => {
    const variables = { DATABASE_URL: database().url, AUTH_SECRET: SECRET, CODE_MAX_ATTEMPTS: '2' };
    auth = await startAuthApp(variables);
    const { challengeId, code, wrongCode } = await auth.start(PHONE_NUMBER);
    const verify = (tried = code) =>
      auth.call('POST', `/v1/challenges/${challengeId}/verification`, { code: tried });

    await stored().insertInto('number_keys').values({ name: 'unknown', created_at: 0 }).execute();
    for (let time = 0; time < 3; time += 1)
      expect(await verify()).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect((await verify(wrongCode)).body).toMatchObject({ code: 'code-incorrect', attemptsLeft: 1 });
    await stored().deleteFrom('number_keys').where('name', '=', 'unknown').execute();
    expect((await verify()).status).toBe(200);
  });
});
