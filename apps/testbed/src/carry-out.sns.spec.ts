import { GetSMSAttributesCommand, PublishCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FaultOrder, type Outcome, startTestbed, type Testbed } from './testbed.js';
import { failureOf, snsClient } from './testing/sdk-clients.js';

const PUBLISH = new PublishCommand({ PhoneNumber: '+15005550010', Message: 'Your code is 123456' });

describe('carryOut, seen by the SNS client', () => {
  let testbed: Testbed;

  const send = (abortSignal?: AbortSignal) =>
    snsClient(testbed.snsUrl).send(PUBLISH, abortSignal === undefined ? {} : { abortSignal });
  const sendImpatiently = () => send(AbortSignal.timeout(1_000));

  beforeAll(async () => {
    testbed = await startTestbed();
  });
  beforeEach(() => testbed.reset());
  afterAll(() => testbed.close());

  it.each<[FaultOrder, object, Outcome]>([
    [{ fault: 'throttled' }, { Code: 'Throttling', $metadata: { httpStatusCode: 429 } }, 'throttled'],
    [{ fault: 'error-500' }, { name: 'InternalErrorException' }, 'failed'],
    [{ fault: 'error-503' }, { Code: 'ServiceUnavailable' }, 'failed'],
    [
      { fault: 'error-code', code: 'ParameterValueInvalid' },
      { name: 'InvalidParameterValueException' },
      'rejected',
    ],
    [{ fault: 'error-code', code: 'Throttling' }, { $metadata: { httpStatusCode: 400 } }, 'throttled'],
    [{ fault: 'html-502' }, { $metadata: { httpStatusCode: 502 } }, 'failed'],
    [{ fault: 'reset-before-read' }, { code: 'ECONNRESET' }, 'reset'],
    [{ fault: 'reset-after-read' }, { code: 'ECONNRESET' }, 'reset'],
    [{ fault: 'hang' }, { name: 'AbortError' }, 'hung'],
  ])('takes nothing under %o', async (order, failure, outcome) => {
    await testbed.setFault('aws-sns', order);
    expect(await failureOf(sendImpatiently())).toMatchObject(failure);
    expect(testbed.messages()).toEqual([]);
    expect(testbed.requests('aws-sns')).toMatchObject({ received: 1, taken: 0, [outcome]: 1 });
  });

  it.each<[FaultOrder, object]>([
    [{ fault: 'malformed-body' }, { $metadata: { httpStatusCode: 200 } }],
    [{ fault: 'cut-short' }, { $metadata: { httpStatusCode: 200 } }],
    [{ fault: 'slow-drip', latencyMs: 1_000 }, { name: 'AbortError' }],
    [{ fault: 'accepted-then-hang' }, { name: 'AbortError' }],
    [{ fault: 'accepted-then-reset' }, { code: 'ECONNRESET' }],
    [{ fault: 'accepted-then-500' }, { $metadata: { httpStatusCode: 500 } }],
    [{ fault: 'accepted-then-503' }, { $metadata: { httpStatusCode: 503 } }],
  ])('takes the message under %o, though the caller cannot know', async (order, failure) => {
    await testbed.setFault('aws-sns', order);
    expect(await failureOf(sendImpatiently())).toMatchObject(failure);
    expect(testbed.messages()).toHaveLength(1);
    expect(testbed.requests('aws-sns')).toMatchObject({ received: 1, taken: 1 });
  });

  it.each<[FaultOrder]>([[{ fault: 'unusable-200' }], [{ fault: 'html-200' }], [{ fault: 'failed-in-201' }]])(
    'answers 200 without a message id under %o',
    async (order) => {
      await testbed.setFault('aws-sns', order);
      expect((await send()).MessageId).toBeUndefined();
      expect(testbed.messages()).toEqual([]);
    },
  );

  it('answers a probe with an account code, and not with a message code', async () => {
    const probe = () => snsClient(testbed.snsUrl).send(new GetSMSAttributesCommand({}));
    await testbed.setFault('aws-sns', { fault: 'error-code', code: 'AccessDenied' });
    expect(await failureOf(probe())).toMatchObject({ Code: 'AccessDenied' });
    await testbed.setFault('aws-sns', { fault: 'error-code', code: 'InvalidParameter' });
    expect((await probe()).$metadata.httpStatusCode).toBe(200);
  });

  it('counts the attempts a client makes behind the back of its caller', async () => {
    await testbed.setFault('aws-sns', { fault: 'accepted-then-500' });
    await failureOf(snsClient(testbed.snsUrl, { maxAttempts: 3 }).send(PUBLISH));
    expect(testbed.requests('aws-sns')).toMatchObject({ received: 3, taken: 3, sdkRetries: 2 });
  });
});
