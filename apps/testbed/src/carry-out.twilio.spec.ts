import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FaultOrder, type Outcome, startTestbed, type Testbed } from './testbed.js';
import { failureOf, twilioClient } from './testing/sdk-clients.js';

const MESSAGE = { to: '+15005550010', from: '+15005550006', body: 'Your code is 123456' };

describe('carryOut, seen by the Twilio client', () => {
  let testbed: Testbed;

  const send = (timeoutMs = 5_000) => twilioClient(testbed.twilioUrl, { timeoutMs }).messages.create(MESSAGE);
  const sendImpatiently = () => send(1_000);

  beforeAll(async () => {
    testbed = await startTestbed();
  });
  beforeEach(() => testbed.reset());
  afterAll(() => testbed.close());

  it.each<[FaultOrder, object, Outcome]>([
    [{ fault: 'throttled' }, { status: 429, code: 20429 }, 'throttled'],
    [{ fault: 'error-500' }, { status: 500, code: 20500 }, 'failed'],
    [{ fault: 'error-503' }, { status: 503, code: 20503 }, 'failed'],
    [{ fault: 'error-code', code: 21610 }, { status: 400, code: 21610 }, 'rejected'],
    [{ fault: 'error-code', code: '20003' }, { status: 401, code: 20003 }, 'rejected'],
    [{ fault: 'html-502' }, { status: 502 }, 'failed'],
    [{ fault: 'html-200' }, { name: 'SyntaxError' }, 'unusable'],
    [{ fault: 'reset-before-read' }, { code: 'ECONNRESET' }, 'reset'],
    [{ fault: 'reset-after-read' }, { code: 'ECONNRESET' }, 'reset'],
    [{ fault: 'hang' }, { code: 'ECONNABORTED' }, 'hung'],
  ])('takes nothing under %o', async (order, failure, outcome) => {
    await testbed.setFault('twilio', order);
    expect(await failureOf(sendImpatiently())).toMatchObject(failure);
    expect(testbed.messages()).toEqual([]);
    expect(testbed.requests('twilio')).toMatchObject({ received: 1, taken: 0, [outcome]: 1 });
  });

  it.each<[FaultOrder, object]>([
    [{ fault: 'malformed-body' }, { name: 'SyntaxError' }],
    [{ fault: 'accepted-then-hang' }, { code: 'ECONNABORTED' }],
    [{ fault: 'accepted-then-reset' }, { code: 'ECONNRESET' }],
    [{ fault: 'accepted-then-500' }, { status: 500 }],
    [{ fault: 'accepted-then-503' }, { status: 503 }],
    [{ fault: 'latency', latencyMs: 60_000 }, { code: 'ECONNABORTED' }],
  ])('takes the message under %o, though the caller cannot know', async (order, failure) => {
    await testbed.setFault('twilio', order);
    expect(await failureOf(sendImpatiently())).toMatchObject(failure);
    expect(testbed.messages()).toHaveLength(1);
    expect(testbed.requests('twilio')).toMatchObject({ received: 1, taken: 1, accepted: 0 });
  });

  it('takes the message and cuts the answer short', async () => {
    await testbed.setFault('twilio', { fault: 'cut-short' });
    expect(await failureOf(send())).toBeInstanceOf(Error);
    expect(testbed.requests('twilio')).toMatchObject({ taken: 1, unusable: 1 });
  });

  it('answers late, and correctly', async () => {
    await testbed.setFault('twilio', { fault: 'latency', latencyMs: 20 });
    expect((await send()).status).toBe('queued');
  });

  it('drips the whole answer', async () => {
    await testbed.setFault('twilio', { fault: 'slow-drip', latencyMs: 1 });
    expect((await send()).sid).toBe(testbed.messages()[0]?.id);
  });

  it('answers 200 without a sid', async () => {
    await testbed.setFault('twilio', { fault: 'unusable-200' });
    expect((await send()).sid).toBeUndefined();
    expect(testbed.messages()).toEqual([]);
  });

  it.each<[FaultOrder, number]>([
    [{ fault: 'failed-in-201' }, 30008],
    [{ fault: 'failed-in-201', code: 30003 }, 30003],
    [{ fault: 'error-code', code: 30450 }, 30450],
  ])('answers 201 with a failed message under %o', async (order, errorCode) => {
    await testbed.setFault('twilio', order);
    const { sid, status, errorCode: told } = await send();
    expect([status, told]).toEqual(['failed', errorCode]);
    expect(testbed.messages()).toMatchObject([{ id: sid, status: 'failed' }]);
    expect(testbed.requests('twilio')).toMatchObject({ taken: 0, failed: 1 });
  });

  it.each<[FaultOrder]>([
    [{ fault: 'error-code', code: 21610 }],
    [{ fault: 'accepted-then-hang' }],
    [{ fault: 'failed-in-201' }],
  ])('leaves a probe healthy under %o', async (order) => {
    await testbed.setFault('twilio', order);
    const client = twilioClient(testbed.twilioUrl);
    expect((await client.api.v2010.account.fetch()).status).toBe('active');
  });

  it('says when to come back', async () => {
    await testbed.setFault('twilio', { fault: 'throttled', retryAfterSeconds: 7 });
    const answer = await fetch(`${testbed.twilioUrl}/2010-04-01/Accounts/AC0.json`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
  });
});
