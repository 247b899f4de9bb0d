import { DescribeSpendLimitsCommand, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FaultOrder, type Outcome, startTestbed, type Testbed } from './testbed.js';
import { eumClient, failureOf } from './testing/sdk-clients.js';

const SEND = new SendTextMessageCommand({
  DestinationPhoneNumber: '+15005550010',
  MessageBody: 'Your code is 123456',
});

describe('carryOut, seen by the End User Messaging client', () => {
  let testbed: Testbed;

  const send = () => eumClient(testbed.eumUrl).send(SEND, { abortSignal: AbortSignal.timeout(1_000) });

  beforeAll(async () => {
    testbed = await startTestbed();
  });
  beforeEach(() => testbed.reset());
  afterAll(() => testbed.close());

  it.each<[FaultOrder, object, Outcome]>([
    [
      { fault: 'throttled', retryAfterSeconds: 2 },
      { name: 'ThrottlingException', $response: { headers: { 'retry-after': '2' } } },
      'throttled',
    ],
    [{ fault: 'error-500' }, { name: 'InternalServerException' }, 'failed'],
    [{ fault: 'error-503' }, { name: 'ServiceUnavailableException' }, 'failed'],
    [
      { fault: 'error-code', code: 'PRICE_OVER_THRESHOLD' },
      { name: 'ValidationException', Reason: 'PRICE_OVER_THRESHOLD' },
      'rejected',
    ],
    [
      { fault: 'error-code', code: 'ThrottlingException' },
      { $metadata: { httpStatusCode: 400 } },
      'throttled',
    ],
    [{ fault: 'html-200' }, { name: 'SyntaxError' }, 'unusable'],
    [{ fault: 'hang' }, { name: 'AbortError' }, 'hung'],
  ])('takes nothing under %o', async (order, failure, outcome) => {
    await testbed.setFault('aws-eum', order);
    expect(await failureOf(send())).toMatchObject(failure);
    expect(testbed.messages()).toEqual([]);
    expect(testbed.requests('aws-eum')).toMatchObject({ received: 1, taken: 0, [outcome]: 1 });
  });

  it.each<[FaultOrder, object]>([
    [{ fault: 'malformed-body' }, { $metadata: { httpStatusCode: 200 } }],
    [{ fault: 'accepted-then-hang' }, { name: 'AbortError' }],
    [{ fault: 'accepted-then-500' }, { $metadata: { httpStatusCode: 500 } }],
  ])('takes the message under %o, though the caller cannot know', async (order, failure) => {
    await testbed.setFault('aws-eum', order);
    expect(await failureOf(send())).toMatchObject(failure);
    expect(testbed.requests('aws-eum')).toMatchObject({ received: 1, taken: 1 });
  });

  it.each<[FaultOrder]>([[{ fault: 'unusable-200' }], [{ fault: 'failed-in-201' }]])(
    'answers 200 without a message id under %o',
    async (order) => {
      await testbed.setFault('aws-eum', order);
      expect((await send()).MessageId).toBeUndefined();
      expect(testbed.messages()).toEqual([]);
    },
  );

  it('answers a probe with an account code, and not with a message code', async () => {
    const probe = () => eumClient(testbed.eumUrl).send(new DescribeSpendLimitsCommand({}));
    await testbed.setFault('aws-eum', { fault: 'error-code', code: 'AccessDeniedException' });
    expect(await failureOf(probe())).toMatchObject({ name: 'AccessDeniedException' });
    await testbed.setFault('aws-eum', { fault: 'error-code', code: 'PRICE_OVER_THRESHOLD' });
    expect((await probe()).$metadata.httpStatusCode).toBe(200);
  });
});
