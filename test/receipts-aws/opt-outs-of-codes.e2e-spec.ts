import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningAuth, startAuth, variablesFor } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';

const OPTED_OUT = '+447400123456';
const OTHER = '+447400123457';

let testbed: Testbed;
/** Draws the faults: under 0.5 a request meets one. */
let draws: number[];
let auth: RunningAuth;

beforeEach(async () => {
  draws = [];
  testbed = await startTestbed({ random: () => draws.shift() ?? 0.9 });
  testbed.setOptedOut('aws-sns', [OPTED_OUT]);
});

afterEach(async () => {
  await auth.close();
  await testbed.close();
});

const start = async (change: Record<string, string> = {}) => {
  auth = await startAuth({ ...variablesFor(testbed), SMS_PROVIDER: 'aws-sns', ...change });
  return new SignInClient(auth.url);
};

describe('codes through AWS SNS', () => {
  it('are refused for whoever opted out, and published for everybody else', async () => {
    const client = await start();
    const { status, body } = await client.ask(OPTED_OUT);
    expect([status, body.code, testbed.messages()]).toEqual([422, 'recipient-opted-out', []]);
    expect((await client.ask(OTHER)).status).toBe(202);
    expect(testbed.messages()).toMatchObject([{ to: OTHER }]);
  });

  it.each(['hang', 'error-500', 'throttled'] as const)(
    'are published all the same where the question meets "%s"',
    async (fault) => {
      const client = await start();
      await testbed.setFault('aws-sns', { fault, probability: 0.5 });
      draws = [0];
      expect((await client.ask(OTHER)).status).toBe(202);
      expect(testbed.messages()).toMatchObject([{ to: OTHER }]);
      expect(testbed.requests('aws-sns').received).toBe(2);
    },
  );

  it('are published for everybody where nobody is to be asked', async () => {
    const client = await start({ AWS_SNS_OPT_OUT_CHECK: 'off' });
    expect((await client.ask(OPTED_OUT)).status).toBe(202);
    expect(testbed.messages()).toMatchObject([{ to: OPTED_OUT }]);
  });
});
