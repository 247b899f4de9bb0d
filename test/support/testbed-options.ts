import type { SmsModuleOptions } from '@standby/sms';
import type { Testbed } from '@standby/testbed';

/** Options of `SmsModule` by which both adapters reach a testbed, Twilio first. */
export function optionsForTestbed(testbed: Testbed): SmsModuleOptions {
  const { twilio, 'aws-sns': aws } = testbed.credentials;
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
      credentials: { accessKeyId: aws.accessKeyId, secretAccessKey: aws.secretAccessKey },
      endpoint: testbed.snsUrl,
    },
  };
}
