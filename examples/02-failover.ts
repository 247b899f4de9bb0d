import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { SmsModule, SmsService } from '@standby/sms';
import { startTestbed } from '@standby/testbed';

// Sends a code while Twilio answers 503: AWS SNS carries the same text.

const testbed = await startTestbed();
const { twilio, 'aws-sns': credentials } = testbed.credentials;
const { accountSid, authToken } = twilio;

const app = await NestFactory.createApplicationContext(
  SmsModule.forRoot({
    order: ['twilio', 'aws-sns'],
    twilio: { accountSid, authToken, fromNumber: '+15005550006', apiBaseUrl: testbed.twilioUrl },
    awsSns: { region: 'us-east-1', credentials, endpoint: testbed.snsUrl },
  }),
  { logger: false },
);

await testbed.setFault('twilio', { fault: 'error-503' });
const sent = await app.get(SmsService).sendCode({
  to: '+44 7400 123456',
  code: '482913',
  appName: 'Example',
  expiresInSeconds: 300,
});
for (const { provider, outcome, code } of sent.attempts) console.log(provider, outcome, code ?? '');

await app.close();
await testbed.close();
