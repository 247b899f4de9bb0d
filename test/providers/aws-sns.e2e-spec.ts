import { AWS_SNS_PROVIDER } from '@standby/sms';
import { describeSmsProvider } from '@standby/sms/testing';
import { testbedRig } from './testbed-rig.js';

describeSmsProvider('the AWS SNS adapter', () =>
  testbedRig('aws-sns', {
    token: AWS_SNS_PROVIDER,
    faults: {
      'refuses-recipient': { fault: 'error-code', code: 'InvalidParameter' },
      'opted-out': { fault: 'error-code', code: 'OptedOut' },
      'bad-credentials': { fault: 'error-code', code: 'InvalidClientTokenId' },
    },
    secretsOf: ({ awsSns }) => [
      awsSns?.credentials?.accessKeyId ?? '',
      awsSns?.credentials?.secretAccessKey ?? '',
    ],
  }),
);
