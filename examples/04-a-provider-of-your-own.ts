import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { type Acceptance, type OutboundMessage, SmsModule, type SmsProvider, SmsService } from '@standby/sms';

// Registers a provider that the library does not know.

// #region provider
class ConsoleProvider implements SmsProvider {
  readonly name = 'console';

  async send({ id, segments }: OutboundMessage): Promise<Acceptance> {
    console.log(`would send ${segments} segment`);
    return { providerMessageId: `console-${id}` };
  }
}

const app = await NestFactory.createApplicationContext(
  SmsModule.forRoot({ order: ['console'], providers: [new ConsoleProvider()] }),
  { logger: false },
);
// #endregion

const sent = await app.get(SmsService).send({ to: '+44 7400 123456', text: 'Your order is here.' });
console.log(`${sent.status} by ${sent.provider}`);

await app.close();
