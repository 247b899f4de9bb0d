import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { SmsModule, type SmsModuleOptions, type SmsProvider } from '@standby/sms';

/** One adapter as the module makes it, and the module it lives in. */
export interface ProviderInModule {
  readonly provider: SmsProvider;
  readonly module: INestApplicationContext;
}

/** Boots `SmsModule` and takes one provider out of it by its token. */
export async function providerFromModule(
  token: symbol,
  options: SmsModuleOptions,
): Promise<ProviderInModule> {
  const module = await Test.createTestingModule({
    imports: [SmsModule.forRoot({ environment: 'test', ...options })],
  }).compile();
  module.useLogger(false);
  return { provider: module.get<SmsProvider>(token), module };
}
