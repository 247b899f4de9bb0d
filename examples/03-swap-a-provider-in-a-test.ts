import 'reflect-metadata';
import { Test } from '@nestjs/testing';
import { MockProvider, SmsModule, SmsService, TWILIO_PROVIDER } from '@standby/sms';

// Puts a mock in the place of the Twilio adapter, as a test of a host application does.

// #region swap
const mock = new MockProvider('twilio');
const module = await Test.createTestingModule({
  imports: [SmsModule.forRoot({ order: ['twilio'], environment: 'test' })],
})
  .overrideProvider(TWILIO_PROVIDER)
  .useValue(mock)
  .compile();
// #endregion
module.useLogger(false);

await module.get(SmsService).send({ to: '+44 7400 123456', text: 'Your order is here.' });
console.log(mock.messages.map(({ purpose, text }) => ({ purpose, text })));

await module.close();
