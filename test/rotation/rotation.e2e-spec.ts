import { describeOnEachDatabase } from '@standby/database/testing';
import { afterEach, expect, it } from 'vitest';
import { codeIn } from '../support/code-in.js';
import { type RunningAuth, startAuth } from '../support/running-auth.js';
import { type Answer, SignInClient } from '../support/sign-in-client.js';

const OLD = 'kU3v8ZqW0rTn5YbJ1xLhP7dGfS2mCeA9iOoQ4tRw6X';
const NEW = 'Zr7mXb2LpQ9vKc4TnH6wYd1SfG8jEa3UoR5iOqWt0';
const NUMBER = '+447400123456';

describeOnEachDatabase('replacing AUTH_SECRET', (database) => {
  const running: RunningAuth[] = [];

  afterEach(async () => {
    await Promise.all(running.splice(0).map((auth) => auth.close()));
  });

  /** The service under a secret, as it is started again. */
  const startUnder = async (AUTH_SECRET: string, AUTH_FORMER_SECRETS = '') => {
    await Promise.all(running.splice(0).map((auth) => auth.close()));
    const variables = {
      AUTH_SECRET,
      AUTH_FORMER_SECRETS,
      DATABASE_URL: database().url,
      RESEND_AFTER_SECS: '1',
    };
    const auth = await startAuth(variables);
    running.push(auth);
    return new SignInClient(auth.url);
  };
  it('keeps codes under way, accounts, devices and waits, and loses none of them when the former one is dropped', async () => {
    const before = await startUnder(OLD);
    const first = await signIn(before);
    const { account, deviceToken } = first.body;
    const asked = await before.ask(NUMBER);
    const code = await newestCode(before);

    const during = await startUnder(NEW, OLD);
    const verified = await during.verify(asked.body.challengeId, code);
    expect(verified).toMatchObject({ status: 200, body: { account } });
    expect((await signIn(during, deviceToken)).body).not.toHaveProperty('deviceToken');
    expect((await during.get('/v1/account', verified.body.accessToken)).body).toEqual(account);

    const after = await startUnder(NEW);
    const last = await signIn(after, deviceToken);
    expect(last).toMatchObject({ status: 200, body: { account } });
    expect(last.body).not.toHaveProperty('deviceToken');
  });

  it('makes no second account of a number, and no new tries, while instances go by both', async () => {
    const before = await startUnder(OLD);
    const { body } = await before.ask(NUMBER);
    const wrong = (await newestCode(before)) === '000000' ? '111111' : '000000';
    for (const attemptsLeft of [2, 1])
      expect((await before.verify(body.challengeId, wrong)).body).toMatchObject({ attemptsLeft });

    const during = await startUnder(NEW, OLD);
    const other = await startAuth({
      AUTH_SECRET: OLD,
      AUTH_FORMER_SECRETS: NEW,
      DATABASE_URL: database().url,
    });
    running.push(other);
    const beside = new SignInClient(other.url);
    const again = await during.ask(NUMBER);
    expect((await during.verify(again.body.challengeId, wrong)).body).toMatchObject({ attemptsLeft: 0 });
    expect((await beside.ask(NUMBER)).status).toBe(429);

    const accounts = [];
    for (const client of [during, beside, during]) accounts.push(await accountOf(client, '+447400123457'));
    expect(new Set(accounts).size).toBe(1);
    expect(accounts[0]).toContain('+447400123457');
  });
});

/** The code of the message that was sent last. */
async function newestCode(client: SignInClient): Promise<string> {
  const { body } = await client.get('/dev/outbox');
  return codeIn(JSON.stringify(Object.values(body)[0]));
}

async function signIn(client: SignInClient, deviceToken?: unknown): Promise<Answer> {
  const { body } = await client.post('/v1/challenges', { phoneNumber: NUMBER, deviceToken });
  return client.verify(body.challengeId, await newestCode(client));
}

/** The account that a sign-in came to. */
async function accountOf(client: SignInClient, phoneNumber: string): Promise<string> {
  const { body } = await client.ask(phoneNumber);
  return JSON.stringify((await client.verify(body.challengeId, await newestCode(client))).body.account);
}
