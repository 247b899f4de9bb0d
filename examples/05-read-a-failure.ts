import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { MockProvider, SmsModule, SmsService, UndeliverableError } from '@standby/sms';

// Sends a code that nobody carries, and reads why.

const first = new MockProvider('first');
const second = new MockProvider('second');
first.failNext('ambiguous');
second.failNext('misconfigured');

const app = await NestFactory.createApplicationContext(
  SmsModule.forRoot({ order: ['first', 'second'], providers: [first, second] }),
  { logger: false },
);
const text = { code: '482913', appName: 'Example', expiresInSeconds: 300 };

// #region read
try {
  await app.get(SmsService).sendCode({ to: '+44 7400 123456', ...text });
} catch (error) {
  if (!(error instanceof UndeliverableError)) throw error;
  console.log(error.kind, error.maybeSent ? 'and may have been sent' : 'and was not sent');
  for (const { provider, outcome } of error.attempts) console.log(provider, outcome);
}
// #endregion

await app.close();
