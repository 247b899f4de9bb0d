import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AWS_SNS_PROVIDER, MockProvider, TWILIO_PROVIDER } from '@standby/sms';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authInProcess } from '../support/auth-in-process.js';
import { codeIn } from '../support/code-in.js';
import { SignInClient } from '../support/sign-in-client.js';

const NUMBER = '+447400123456';

let app: NestFastifyApplication;
let twilio: MockProvider;
let sns: MockProvider;
let client: SignInClient;

/** The whole application, with a mock in the place of each provider by its injection token. */
beforeEach(async () => {
  twilio = new MockProvider('twilio');
  sns = new MockProvider('aws-sns');
  const variables = {
    DATABASE_URL: 'sqlite::memory:',
    RESEND_AFTER_SECS: '1',
    SMS_PROVIDER: 'failover',
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'not-used',
    TWILIO_FROM_NUMBER: '+15005550006',
    AWS_SNS_REGION: 'eu-west-1',
  };
  app = await authInProcess(variables, [TWILIO_PROVIDER, twilio], [AWS_SNS_PROVIDER, sns]);
  await app.listen(0, '127.0.0.1');
  client = new SignInClient(await app.getUrl());
});

afterEach(() => app.close());

describe('a sign-in', () => {
  it('asks for a code, proves it, and reads the account', async () => {
    const asked = await client.ask('+44 7400 123456');
    expect(asked).toMatchObject({ status: 202, body: { resendAfter: 1 } });
    expect(twilio.messages.at(-1)?.to.e164).toBe(NUMBER);

    const signedIn = await client.verify(asked.body.challengeId, codeIn(twilio.messages.at(-1)?.text));
    expect(signedIn).toMatchObject({ status: 200, body: { expiresIn: 900 } });

    const account = await client.get('/v1/account', signedIn.body.accessToken);
    expect(account).toMatchObject({ status: 200, body: { phoneNumber: NUMBER } });
  });

  it('gives the same account at the second sign-in', async () => {
    const accounts = [];
    for (let time = 0; time < 2; time += 1) {
      const { body } = await client.ask(NUMBER);
      accounts.push(
        (await client.verify(body.challengeId, codeIn(twilio.messages.at(-1)?.text))).body.account,
      );
    }
    expect(accounts[1]).toEqual(accounts[0]);
  });

  it('goes through the next provider while the first fails', async () => {
    twilio.failNext('unavailable');
    const { body } = await client.ask(NUMBER);
    expect(twilio.messages).toEqual([]);
    expect((await client.verify(body.challengeId, codeIn(sns.messages.at(-1)?.text))).status).toBe(200);
  });

  it('ends where the recipient has opted out, and asks nobody else', async () => {
    twilio.failNext('opted-out');
    expect(await client.ask(NUMBER)).toMatchObject({ status: 422, body: { code: 'recipient-opted-out' } });
    expect(sns.messages).toEqual([]);
  });

  it('takes a code once', async () => {
    const { body } = await client.ask(NUMBER);
    const code = codeIn(twilio.messages.at(-1)?.text);
    expect((await client.verify(body.challengeId, code)).status).toBe(200);
    expect((await client.verify(body.challengeId, code)).status).toBeGreaterThanOrEqual(400);
  });
});
