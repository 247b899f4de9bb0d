import { AWS_EUM_PROVIDER } from '@standby/sms';
import { describeSmsProvider } from '@standby/sms/testing';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningAuth, startAuth, variablesFor } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';
import { testbedRig } from './testbed-rig.js';

describeSmsProvider('the AWS End User Messaging adapter', () =>
  testbedRig('aws-eum', {
    token: AWS_EUM_PROVIDER,
    faults: {
      'refuses-recipient': { fault: 'error-code', code: 'INVALID_PARAMETER' },
      'opted-out': { fault: 'error-code', code: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' },
      'bad-credentials': { fault: 'error-code', code: 'UnrecognizedClientException' },
    },
    secretsOf: ({ awsEum }) => [
      awsEum?.credentials?.accessKeyId ?? '',
      awsEum?.credentials?.secretAccessKey ?? '',
    ],
  }),
);

describe('AWS End User Messaging between Twilio and AWS SNS', () => {
  const order = ['twilio', 'aws-eum', 'aws-sns'] as const;
  let testbed: Testbed;
  let auth: RunningAuth;

  beforeEach(async () => {
    testbed = await startTestbed();
    auth = await startAuth({
      ...variablesFor(testbed),
      SMS_FAILOVER_ORDER: order.join(','),
      AWS_EUM_MAX_PRICE: '0.05',
    });
    await testbed.setFault('twilio', { fault: 'error-500' });
  });

  afterEach(async () => {
    await auth.close();
    await testbed.close();
  });

  const ask = () => new SignInClient(auth.url).ask('+447400123456');
  const takers = () => testbed.messages().map(({ provider }) => provider);

  it('carries the code that Twilio does not, for as long as the code lives', async () => {
    expect((await ask()).status).toBe(202);
    expect(takers()).toEqual(['aws-eum']);
    expect(testbed.messages()[0]?.asked).toMatchObject({ TimeToLive: ['300'], MaxPrice: ['0.05000'] });
  });

  it('hands on what costs too much, and not what the recipient declined', async () => {
    await testbed.setFault('aws-eum', { fault: 'error-code', code: 'PRICE_OVER_THRESHOLD' });
    expect((await ask()).status).toBe(202);
    expect(takers()).toEqual(['aws-sns']);
    await testbed.setFault('aws-eum', { fault: 'healthy' });
    testbed.setOptedOut('aws-eum', ['+447400123457']);
    const refused = await new SignInClient(auth.url).ask('+447400123457');
    expect(refused.body).toMatchObject({ code: 'recipient-opted-out' });
    expect(takers()).toEqual(['aws-sns']);
  });
});
