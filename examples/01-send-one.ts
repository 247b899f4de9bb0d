import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { SmsModule, SmsService } from '@standby/sms';
import { startTestbed } from '@standby/testbed';

// Sends one code through Twilio, for which a testbed stands in: nothing leaves the machine.

const testbed = await startTestbed();
const { accountSid, authToken } = testbed.credentials.twilio;

// #region send
const app = await NestFactory.createApplicationContext(
  SmsModule.forRootAsync({
    useFactory: () => ({
      order: ['twilio'],
      twilio: { accountSid, authToken, fromNumber: '+15005550006', apiBaseUrl: testbed.twilioUrl },
    }),
  }),
  { logger: false },
);
const sms = app.get(SmsService);
const text = { code: '482913', appName: 'Example', expiresInSeconds: 300 };
const sent = await sms.sendCode({ to: '+44 7400 123456', ...text });
// #endregion

console.log(`${sent.status} by ${sent.provider}, ${sent.segments} segment`);
console.log(testbed.messages().map(({ body }) => body));

await app.close();
await testbed.close();
