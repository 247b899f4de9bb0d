import { newSqliteDatabase, type ScratchDatabase } from '@standby/database/testing';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeIn } from '../support/code-in.js';
import { SignInClient } from '../support/sign-in-client.js';
import { startWatchedAuth, type WatchedAuth } from './watched-auth.js';

const NUMBER = '+447400123456';
const PATIENCE = { timeout: 20_000, interval: 50 };

let testbed: Testbed;
let scratch: ScratchDatabase;
let auth: WatchedAuth;

beforeEach(async () => {
  testbed = await startTestbed();
  scratch = await newSqliteDatabase();
});

afterEach(async () => {
  await auth.app.close();
  await testbed.close();
  await scratch.remove();
});

const start = async (provider: string, feedback: 'on' | 'off', other: Record<string, string> = {}) => {
  const change = { TWILIO_MESSAGE_FEEDBACK: feedback, AWS_EUM_MESSAGE_FEEDBACK: feedback, ...other };
  auth = await startWatchedAuth(testbed, scratch.url, { SMS_PROVIDER: provider, ...change });
};

/** Asks for a code, and proves it or asks for a newer one. */
async function useCode(how: 'verified' | 'expired'): Promise<void> {
  const client = new SignInClient(auth.url);
  const { body } = await client.ask(NUMBER);
  const code = codeIn(testbed.messages()[0]?.body);
  const { status } =
    how === 'verified' ? await client.verify(body.challengeId, code) : await client.ask(NUMBER);
  expect(status).toBeLessThan(300);
}

const feedbackOfFirst = () => testbed.messages().at(-1)?.feedback;

describe('what came of a code', () => {
  it.each([
    ['twilio', 'verified', 'confirmed'],
    ['twilio', 'expired', 'unconfirmed'],
    ['aws-eum', 'verified', 'RECEIVED'],
    ['aws-eum', 'expired', 'FAILED'],
  ] as const)('is told to %s: %s is %s', async (provider, outcome, word) => {
    await start(provider, 'on');
    await useCode(outcome);
    await expect.poll(feedbackOfFirst, PATIENCE).toBe(word);
  });

  it('is told of each of the messages it needed: one had to be sent again', async () => {
    await start('failover', 'on', { SMS_FAILOVER_ORDER: 'twilio,aws-eum', RESEND_AFTER_SECS: '1' });
    const client = new SignInClient(auth.url);
    const { body } = await client.ask(NUMBER);
    await expect.poll(async () => (await client.resend(body.challengeId)).status, PATIENCE).toBe(202);
    const [again] = testbed.messages();
    await client.verify(body.challengeId, codeIn(again?.body));
    const feedback = () => testbed.messages().map(({ provider, feedback: told }) => [provider, told]);
    await expect.poll(feedback, PATIENCE).toEqual([
      ['aws-eum', 'RECEIVED'],
      ['twilio', 'unconfirmed'],
    ]);
  });

  it('is told to nobody unless it is wanted', async () => {
    await start('twilio', 'off');
    await useCode('verified');
    const rows = (await scratch.open()).selectFrom('sms_messages').select(['outcome', 'next_due_at']);
    await expect.poll(async () => (await rows.execute())[0]?.outcome, PATIENCE).toContain('"state":"none"');
    expect(testbed.messages()[0]?.asked).not.toHaveProperty('ProvideFeedback');
    expect(testbed.requests('twilio').received).toBe(1);
  });
});
