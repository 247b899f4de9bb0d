import { startTestbed, type Testbed } from '@standby/testbed';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { variablesFor } from '../support/running-auth.js';
import { type WatchedApp, watchedApp } from '../support/watched-app.js';

let testbed: Testbed;
let app: WatchedApp;

beforeAll(async () => {
  testbed = await startTestbed();
  app = await watchedApp({
    ...variablesFor(testbed),
    SMS_PROVIDER: 'aws-eum',
    SMS_PROBE_INTERVAL_SECS: '0',
    DATABASE_URL: 'sqlite::memory:',
    AWS_EUM_TOPIC_ARNS: testbed.topic.authority.topicArn,
  });
});

afterAll(async () => {
  vi.unstubAllGlobals();
  await app.close();
  await testbed.close();
});

it('a notification is asked for again, as no failure of the service, while SNS does not give its certificate', async () => {
  const { topicArn } = testbed.topic.authority;
  const members = { Type: 'Notification', MessageId: 'a-1', TopicArn: topicArn, Message: '{}' };
  const payload = await testbed.topic.authority.signed(
    { ...members, Timestamp: new Date().toISOString() },
    '2',
  );
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
  const answer = await app.inject({ method: 'POST', url: '/v1/receipts/aws-eum', payload });
  expect(answer.json()).toMatchObject({ status: 503, code: 'unavailable' });
  expect(answer.headers['retry-after']).toBe('30');
});
