export interface TwilioCredentials {
  readonly accountSid: string;
  readonly authToken: string;
  readonly apiKeySid: string;
  readonly apiKeySecret: string;
  /** The second pair: requests under it are checked, magic numbers included, and never sent. */
  readonly testAccountSid: string;
  readonly testAuthToken: string;
}

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface TestbedCredentials {
  readonly twilio: TwilioCredentials;
  readonly 'aws-sns': AwsKeys;
  readonly 'aws-eum': AwsKeys;
}

const AWS_KEYS = { accessKeyId: 'AKIATESTBED000000001', secretAccessKey: 'testbed-secret-access-key' };

/** What the testbed lets in unless told otherwise; of no use at any real provider. */
export const DEFAULT_CREDENTIALS: TestbedCredentials = {
  twilio: {
    accountSid: 'AC00000000000000000000000000000001',
    authToken: 'testbed-auth-token',
    apiKeySid: 'SK00000000000000000000000000000001',
    apiKeySecret: 'testbed-api-key-secret',
    testAccountSid: 'AC00000000000000000000000000000002',
    testAuthToken: 'testbed-test-auth-token',
  },
  'aws-sns': AWS_KEYS,
  'aws-eum': AWS_KEYS,
};
