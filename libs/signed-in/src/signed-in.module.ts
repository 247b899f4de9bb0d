import { ConfigurableModuleBuilder, Module } from '@nestjs/common';
import { BearerCheck } from './bearer-check.js';
import { JwksBearerCheck } from './jwks-bearer-check.js';
import { assertSignedInOptions, type SignedInOptions } from './signed-in.options.js';

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } = new ConfigurableModuleBuilder<SignedInOptions>({
  moduleName: 'SignedIn',
})
  .setClassMethodName('forRoot')
  .setExtras({}, (definition) => ({ ...definition, global: true }))
  .build();

/**
 * Lets every module of an application use `@SignedIn()`, by the public keys of the service that signs people in. It
 * reads no database and keeps nothing; what that costs is said at {@link JwksBearerCheck}.
 */
@Module({
  providers: [
    {
      provide: BearerCheck,
      inject: [MODULE_OPTIONS_TOKEN],
      useFactory: (options: SignedInOptions) => new JwksBearerCheck(assertSignedInOptions(options)),
    },
  ],
  exports: [BearerCheck],
})
export class SignedInModule extends ConfigurableModuleClass {}
