import { Global, Injectable, Logger, Module, type ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MemoryMessageLedger } from './ledger/memory-message-ledger.js';
import { MockProvider } from './providers/mock/mock.provider.js';
import { AWS_SNS_PROVIDER, MOCK_PROVIDER, SMS_PROVIDERS, TWILIO_PROVIDER } from './providers/sms-provider.js';
import { ReceiptsService } from './receipts/receipts.service.js';
import { SmsModule } from './sms.module.js';
import { SmsService } from './sms.service.js';
import type { SmsModuleOptions } from './sms-module-options.js';

const MOCK: SmsModuleOptions = { order: ['mock'], environment: 'test', mock: {} };
const TWILIO = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'not-a-token', fromNumber: 'Example' };
const MESSAGE = { to: '+447400123456', text: 'Hello' };

@Injectable()
class SmsSettings {
  create(): SmsModuleOptions {
    return MOCK;
  }
}

@Module({
  providers: [SmsSettings, { provide: 'ORDER', useValue: ['mock'] }],
  exports: [SmsSettings, 'ORDER'],
})
class SettingsModule {}

@Global()
@Module({ providers: [{ provide: 'ORDER', useValue: ['mock'] }], exports: ['ORDER'] })
class GlobalSettingsModule {}

@Injectable()
class Letters {
  constructor(readonly sms: SmsService) {}
}

@Module({ providers: [Letters] })
class LettersModule {}

const testing = (...imports: NonNullable<ModuleMetadata['imports']>) => Test.createTestingModule({ imports });

const mockInOrder = (order: string[]) => ({ ...MOCK, order });

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(true));

describe('SmsModule', () => {
  it.each([
    ['forRoot', SmsModule.forRoot(MOCK)],
    ['forRootAsync and a factory', SmsModule.forRootAsync({ useFactory: async () => MOCK })],
    ['forRootAsync and a class', SmsModule.forRootAsync({ useClass: SmsSettings })],
    [
      'forRootAsync and a class that exists',
      SmsModule.forRootAsync({ imports: [SettingsModule], useExisting: SmsSettings }),
    ],
    [
      'forRootAsync, imports and injection',
      SmsModule.forRootAsync({
        imports: [SettingsModule],
        inject: ['ORDER'],
        useFactory: mockInOrder,
      }),
    ],
  ])('sends when set up by %s', async (_, sms) => {
    const app = await testing(sms).compile();
    await expect(app.get(SmsService).send(MESSAGE)).resolves.toMatchObject({ provider: 'mock' });
  });

  it('injects what is global without an import', async () => {
    const sms = SmsModule.forRootAsync({ inject: ['ORDER'], useFactory: mockInOrder });
    const app = await testing(GlobalSettingsModule, sms).compile();
    expect(app.get(SMS_PROVIDERS)).toHaveLength(1);
  });

  it.each([
    ['forRoot', SmsModule.forRoot({ ...MOCK, isGlobal: true })],
    ['forRootAsync', SmsModule.forRootAsync({ isGlobal: true, useFactory: () => MOCK })],
  ])('serves every module when %s makes it global', async (_, sms) => {
    const app = await testing(sms, LettersModule).compile();
    expect(app.get(Letters, { strict: false }).sms).toBeInstanceOf(SmsService);
  });

  it('serves only those who import it otherwise', async () => {
    await expect(testing(SmsModule.forRoot(MOCK), LettersModule).compile()).rejects.toThrow('SmsService');
  });

  it('provides the mock, and nothing for what is not configured', async () => {
    const app = await testing(SmsModule.forRoot(MOCK)).compile();
    expect(app.get(MOCK_PROVIDER)).toBeInstanceOf(MockProvider);
    expect(app.get(TWILIO_PROVIDER)).toBeUndefined();
    expect(app.get(AWS_SNS_PROVIDER)).toBeUndefined();
  });

  it('lets a test put another provider in the place of one', async () => {
    const standIn = new MockProvider('twilio');
    const app = await testing(SmsModule.forRoot({ order: ['twilio'], twilio: TWILIO }))
      .overrideProvider(TWILIO_PROVIDER)
      .useValue(standIn)
      .compile();
    await app.get(SmsService).send(MESSAGE);
    expect(standIn.messages).toMatchObject([{ to: { e164: MESSAGE.to }, text: MESSAGE.text }]);
  });

  it('sends through providers of the host application, in the order asked for', async () => {
    const providers = [new MockProvider('one'), new MockProvider('two')];
    providers[1]?.failNext('unavailable');
    const app = await testing(SmsModule.forRoot({ order: ['two', 'one'], providers })).compile();
    const { attempts } = await app.get(SmsService).send(MESSAGE);
    expect(attempts.map(({ provider }) => provider)).toEqual(['two', 'one']);
  });

  it('does not boot with a name in the order that nobody has', async () => {
    const boot = testing(SmsModule.forRoot({ ...MOCK, order: ['mock', 'aws-sns'] })).compile();
    await expect(boot).rejects.toThrow('The provider "aws-sns" stands in the order but is not configured.');
  });

  it('does not boot with options that make no sense', async () => {
    const boot = testing(SmsModule.forRootAsync({ useFactory: () => ({ ...MOCK, order: [] }) })).compile();
    await expect(boot).rejects.toMatchObject({ name: 'SmsOptionsError' });
  });

  it('watches over codes that another provider could carry, unless told not to', async () => {
    const providers = [new MockProvider('one'), new MockProvider('two')];
    const options: SmsModuleOptions = { order: ['one', 'two'], environment: 'test', providers };
    const code = { to: MESSAGE.to, code: '123456', appName: 'Example', expiresInSeconds: 300 };
    const watchUnder = async (change: Partial<SmsModuleOptions>): Promise<string | undefined> => {
      const app = await testing(SmsModule.forRoot({ ...options, ...change })).compile();
      const sms = app.get(SmsService);
      const record = await sms.status((await sms.sendCode(code)).id);
      await app.close();
      return record?.watch.state;
    };
    expect(await watchUnder({})).toBe('armed');
    expect(await watchUnder({ watch: 'off' })).toBe('off');
  });

  it('closes its providers when the application ends', async () => {
    const close = vi.fn(async () => {});
    const own = { name: 'own', send: async () => ({ providerMessageId: '1' }), close };
    const app = await testing(SmsModule.forRoot({ order: ['own'], providers: [own] })).compile();
    await app.init();
    await app.close();
    expect(close).toHaveBeenCalledOnce();
  });

  it('closes its providers though a test put something else in the place of its services', async () => {
    const close = vi.fn(async () => {});
    const own = { name: 'own', send: async () => ({ providerMessageId: '1' }), close };
    const app = await testing(SmsModule.forRoot({ order: ['own'], providers: [own] }))
      .overrideProvider(SmsService)
      .useValue({ send: vi.fn() })
      .overrideProvider(ReceiptsService)
      .useValue({ take: vi.fn() })
      .compile();
    await app.init();
    await app.close();
    expect(close).toHaveBeenCalledOnce();
  });

  it('keeps two applications in one process apart', async () => {
    const apps = await Promise.all([1, 2].map(() => testing(SmsModule.forRoot(MOCK)).compile()));
    await apps[0]?.get(SmsService).send(MESSAGE);
    const counts = apps.map((app) => app.get<MockProvider>(MOCK_PROVIDER).messages.length);
    expect(counts).toEqual([1, 0]);
  });

  it('holds receipts until the sends under way have ended', async () => {
    const messageLedger = new MemoryMessageLedger();
    const { promise, resolve } = Promise.withResolvers<{ providerMessageId: string }>();
    const options: SmsModuleOptions = { order: ['own'], providers: [{ name: 'own', send: () => promise }] };
    const app = await testing(SmsModule.forRoot({ ...options, messageLedger })).compile();
    await app.init();
    const sms = app.get(SmsService);
    const close = sms.close.bind(sms);
    vi.spyOn(sms, 'close').mockImplementation(() => {
      resolve({ providerMessageId: 'own-1' });
      return close();
    });
    const sending = sms.send(MESSAGE);
    const receipt = { provider: 'own', providerMessageId: 'own-1', at: new Date(0) };
    await app.get(ReceiptsService).receive([{ ...receipt, status: 'delivered' }]);
    await app.close();
    expect(await messageLedger.find((await sending).id)).toMatchObject({ status: 'delivered' });
  });

  it('records a receipt that it holds before it shuts down', async () => {
    const messageLedger = new MemoryMessageLedger();
    const app = await testing(SmsModule.forRoot({ ...MOCK, messageLedger })).compile();
    await app.init();
    const receipt = { provider: 'mock', providerMessageId: 'mock-1', at: new Date(0) };
    await app.get(ReceiptsService).receive([{ ...receipt, status: 'delivered' }]);
    const { id } = await app.get(SmsService).send(MESSAGE);
    await app.close();
    expect(await messageLedger.find(id)).toMatchObject({ status: 'delivered' });
  });
});
