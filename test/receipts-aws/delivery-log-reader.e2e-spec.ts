import { describeOnEachDatabase } from '@standby/database/testing';
import { type MessageRecord, SmsService } from '@standby/sms';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { logWatch } from '../../apps/auth/src/testing/log-watch.js';
import { variablesFor } from '../support/running-auth.js';
import { type WatchedApp, watchedApp } from '../support/watched-app.js';

const NUMBER = '+447400123456';
const CODE = '482913';
const SOON = { timeout: 20_000, interval: 50 };

const send = async (app: WatchedApp) => {
  const text = { code: CODE, appName: 'Example', expiresInSeconds: 300 };
  return (await app.get(SmsService).sendCode({ to: NUMBER, ...text })).id;
};
const statusOf = async (app: WatchedApp, id: string): Promise<MessageRecord['status'] | undefined> =>
  (await app.get(SmsService).status(id))?.status;

describeOnEachDatabase('the delivery logs of SNS, read by the service', (database) => {
  let testbed: Testbed;
  let apps: WatchedApp[];

  beforeEach(async () => {
    logWatch.plantMembers({ phoneNumber: NUMBER, code: CODE });
    testbed = await startTestbed();
    apps = [];
  });

  afterEach(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await testbed.close();
  });

  const start = async (): Promise<WatchedApp> => {
    const app = await watchedApp({
      ...variablesFor(testbed),
      SMS_PROVIDER: 'aws-sns',
      SMS_PROBE_INTERVAL_SECS: '0',
      AUTH_SECRET: 'c2VjcmV0LWZvci10ZXN0cy1vbmx5LTQ3MTE5MjU2Mzg',
      DATABASE_URL: database().url,
      AWS_SNS_LOGS_ACCOUNT_ID: '000000000000',
      AWS_SNS_LOGS_POLL_SECS: '1',
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: testbed.url,
    });
    apps.push(app);
    return app;
  };
  const lease = async () =>
    (await database().open()).selectFrom('sms_leases').selectAll().executeTakeFirstOrThrow();

  it('tell of every message, whichever instance sent it, and are read by one of them', async () => {
    const [first, second] = [await start(), await start()];
    const { holder } = await lease();
    const ids = [await send(first), await send(second)];
    for (const id of ids) await expect.poll(() => statusOf(first, id), SOON).toBe('delivered');
    expect((await lease()).holder).toBe(holder);
  });

  it('are read on from the stored place by the next process', async () => {
    const first = await start();
    await expect.poll(async () => (await lease()).note, SOON).not.toBeNull();
    await first.close();
    apps = [];
    const { note, ends_at } = await lease();
    expect(ends_at).toBe(0);
    const next = await start();
    const id = await send(next);
    await expect.poll(() => statusOf(next, id), SOON).toBe('delivered');
    expect(Date.parse((await lease()).note ?? '')).toBeGreaterThanOrEqual(Date.parse(note ?? ''));
  });
});
