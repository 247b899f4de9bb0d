import { describeOnEachDatabase } from '@standby/database/testing';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { codeIn } from '../support/code-in.js';
import { SignInClient } from '../support/sign-in-client.js';
import { startWatchedAuth, type WatchedAuth } from './watched-auth.js';

const NUMBER = '+447400123456';
/** Within five seconds of the receipt. */
const IN_TIME = { timeout: 5000, interval: 20 };
const PATIENCE = { timeout: 20_000, interval: 50 };

const ask = async ({ url }: WatchedAuth, number = NUMBER) => {
  const { status, body } = await new SignInClient(url).ask(number);
  expect(status).toBe(202);
  return body.challengeId;
};
const deliveryOf = async ({ url }: WatchedAuth, challengeId: unknown) =>
  (await new SignInClient(url).get(`/v1/challenges/${String(challengeId)}`)).body.delivery;

describeOnEachDatabase('a code that Twilio accepts', (database) => {
  let testbed: Testbed;
  let running: WatchedAuth[];

  beforeEach(async () => {
    testbed = await startTestbed();
    running = [];
  });

  afterEach(async () => {
    await Promise.all(running.map(({ app }) => app.close()));
    await testbed.close();
  });

  const start = async (change: Record<string, string> = {}): Promise<WatchedAuth> => {
    const auth = await startWatchedAuth(testbed, database().url, change);
    running.push(auth);
    return auth;
  };
  const stop = async ({ app }: WatchedAuth): Promise<void> => {
    running = running.filter((auth) => auth.app !== app);
    await app.close();
  };
  const carriedBy = (provider: 'twilio' | 'aws-sns', to = NUMBER) => testbed.messages({ provider, to });
  const isReported = (word: string) => () =>
    carriedBy('twilio')[0]?.receipts.some(({ status }) => status === word) ?? false;
  const silent = () => testbed.setTwilioReceipts({ outcome: 'sent', trouble: 'lost', delayMs: 10 });

  it.each([30_003, 30_007])('and then fails with %i arrives by the next route', async (code) => {
    testbed.setTwilioReceipts({ outcome: 'undelivered', code, delayMs: 100 });
    const auth = await start();
    const challengeId = await ask(auth);
    expect(await deliveryOf(auth, challengeId)).toBe('on-its-way');
    await expect.poll(isReported('undelivered'), PATIENCE).toBe(true);
    await expect.poll(() => carriedBy('aws-sns').length, IN_TIME).toBe(1);
    const [again] = carriedBy('aws-sns');
    expect(again?.body).toBe(carriedBy('twilio')[0]?.body);
    await expect.poll(() => deliveryOf(auth, challengeId), PATIENCE).toBe('trying-another-route');
    const digits = codeIn(again?.body);
    expect((await new SignInClient(auth.url).verify(challengeId, digits)).status).toBe(200);
    expect(carriedBy('aws-sns')).toHaveLength(1);
  });

  it('and then says no more of arrives by the next route, when silence is no longer usual', async () => {
    silent();
    const auth = await start();
    await ask(auth);
    await expect.poll(() => carriedBy('aws-sns').length, PATIENCE).toBe(1);
    const [first, again] = [carriedBy('twilio')[0], carriedBy('aws-sns')[0]];
    expect(again?.body).toBe(first?.body);
    const waitedMs = Date.parse(again?.acceptedAt ?? '') - Date.parse(first?.acceptedAt ?? '');
    expect(waitedMs).toBeGreaterThanOrEqual(2000);
  });

  it('and delivers without saying so stays where it is', async () => {
    testbed.setTwilioReceipts({ trouble: 'lost', delayMs: 10 });
    const auth = await start();
    const challengeId = await ask(auth);
    await expect.poll(() => deliveryOf(auth, challengeId), PATIENCE).toBe('delivered');
    expect(carriedBy('aws-sns')).toEqual([]);
  });

  it.each([
    [30_004, 'recipient-opted-out'],
    [30_450, 'destination-blocked'],
  ])(
    'and then refuses with %i goes nowhere else, not even when the person asks again',
    async (code, problem) => {
      testbed.setTwilioReceipts({ outcome: 'undelivered', code, delayMs: 10 });
      const auth = await start({ RESEND_AFTER_SECS: '1' });
      const challengeId = await ask(auth);
      await expect.poll(() => deliveryOf(auth, challengeId), PATIENCE).toBe('not-delivered');
      const resend = async () => {
        const { body } = await new SignInClient(auth.url).post(
          `/v1/challenges/${String(challengeId)}/resend`,
        );
        return body.code;
      };
      await expect.poll(resend, { ...PATIENCE, interval: 200 }).toBe(problem);
      expect(carriedBy('twilio')).toHaveLength(1);
      expect(carriedBy('aws-sns')).toEqual([]);
    },
  );

  it('goes once more, and once, where the service is another one by then', async () => {
    silent();
    const before = await start();
    await ask(before);
    await stop(before);
    expect(carriedBy('aws-sns')).toEqual([]);
    await start();
    await expect.poll(() => carriedBy('aws-sns').length, PATIENCE).toBe(1);
    const rows = (await database().open()).selectFrom('sms_messages').selectAll();
    // The copy is there before the record of it.
    await expect
      .poll(() => rows.execute(), PATIENCE)
      .toMatchObject([{ watch: '{"state":"spent","why":"resent"}', sealed_content: null }]);
    expect(carriedBy('aws-sns')).toHaveLength(1);
  });

  it('goes once more, and once, where several instances look after it', async () => {
    testbed.setTwilioReceipts({ outcome: 'undelivered', code: 30_003, delayMs: 10 });
    const all = [await start(), await start()];
    const numbers = Array.from({ length: 20 }, (_, index) => `+4474001234${index + 10}`);
    await Promise.all(
      numbers.flatMap((number, index) => {
        const auth = all[index % all.length];
        return auth === undefined ? [] : ask(auth, number);
      }),
    );
    const copies = () => numbers.map((number) => carriedBy('aws-sns', number).length);
    await expect.poll(copies, PATIENCE).toEqual(numbers.map(() => 1));
    const connection = await database().open();
    const unfinished = () =>
      connection.selectFrom('sms_messages').select('id').where('watch', 'not like', '%spent%').execute();
    await expect.poll(unfinished, PATIENCE).toEqual([]);
    expect(copies()).toEqual(numbers.map(() => 1));
  });
});
