import type { SmsModuleOptions } from '@standby/sms';
import type { Testbed } from '@standby/testbed';

/** Options of `SmsModule` by which every adapter reaches a testbed, Twilio first. */
export function optionsForTestbed(testbed: Testbed): SmsModuleOptions {
  const { twilio, 'aws-sns': sns, 'aws-eum': eum } = testbed.credentials;
  return {
    order: ['twilio', 'aws-sns'],
    environment: 'test',
    twilio: {
      accountSid: twilio.accountSid,
      authToken: twilio.authToken,
      fromNumber: '+15005550006',
      apiBaseUrl: testbed.twilioUrl,
    },
    awsSns: {
      region: 'us-east-1',
      credentials: { accessKeyId: sns.accessKeyId, secretAccessKey: sns.secretAccessKey },
      endpoint: testbed.snsUrl,
    },
    awsEum: {
      region: 'us-east-1',
      credentials: { accessKeyId: eum.accessKeyId, secretAccessKey: eum.secretAccessKey },
      endpoint: testbed.eumUrl,
    },
  };
}
