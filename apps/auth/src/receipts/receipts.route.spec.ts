import { ConsoleLogger } from '@nestjs/common';
import { ReceiptsService } from '@standby/sms';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AuthApp, startAuthApp } from '../testing/auth-app.js';

const REGION = 'eu-central-1';
const TOPIC_ARN = `arn:aws:sns:${REGION}:123456789012:sms-events`;
const TEXT = 'of-a-message-nobody-logs';

let auth: AuthApp;
/** What was logged at `warn` or `error`. */
let lines: unknown[];

beforeEach(async () => {
  auth = await startAuthApp({
    SMS_PROVIDER: 'aws-eum',
    AWS_EUM_ACCESS_KEY_ID: 'AKIATESTBED000000001',
    AWS_EUM_SECRET_ACCESS_KEY: 'secret',
    AWS_EUM_REGION: REGION,
    AWS_EUM_TOPIC_ARNS: TOPIC_ARN,
    SMS_PROBE_INTERVAL_SECS: '0',
  });
  lines = [];
  const keep = (line: unknown) => lines.push(line);
  auth.app.useLogger(Object.assign(new ConsoleLogger(), { log: () => {}, warn: keep, error: keep }));
});

afterEach(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await auth.app.close();
});

/** Calls as SNS does, with a signature that takes its certificate to check. */
const notify = () =>
  auth.app.inject({
    method: 'POST',
    url: '/v1/receipts/aws-eum',
    headers: { 'content-type': 'text/plain; charset=UTF-8' },
    payload: JSON.stringify({
      Type: 'Notification',
      MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      TopicArn: TOPIC_ARN,
      Message: TEXT,
      Timestamp: new Date().toISOString(),
      SignatureVersion: '2',
      Signature: 'c2lnbmF0dXJl',
      SigningCertURL: `https://sns.${REGION}.amazonaws.com/SimpleNotificationService-${'a'.repeat(32)}.pem`,
    }),
  });

describe('the route for receipts', () => {
  it('answers 503 where the certificate of SNS cannot be read, and logs why', async () => {
    const cause = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed', { cause })));
    const answer = await notify();
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ code: 'unavailable' });
    const reason = 'no-answer: ENOTFOUND';
    expect(lines).toEqual([{ msg: 'a receipt could not be checked', provider: 'aws-eum', reason }]);
  });

  it('answers 500 to what nobody foresaw, and logs it without the call', async () => {
    const err = new TypeError('not foreseen');
    vi.spyOn(auth.app.get(ReceiptsService), 'take').mockRejectedValue(err);
    const answer = await notify();
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({ code: 'internal-error' });
    const requestId = answer.headers['x-request-id'];
    expect(lines).toEqual([{ msg: 'a request failed unexpectedly', requestId, err }]);
    expect(answer.body + JSON.stringify(lines)).not.toContain(TEXT);
  });
});
