import { randomBytes } from 'node:crypto';
import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { AppConfig, formerSecretsOf } from '../app.config.js';
import { AuditConfig } from '../audit.config.js';
import { ChallengesConfig } from '../challenges.config.js';
import { Clock, SystemClock } from '../clock.js';
import { DeliveryConfig } from '../delivery.config.js';
import { KeyRing } from '../keys/key-ring.js';
import { NumbersAtRest } from '../keys/numbers-at-rest.js';
import { SessionsConfig } from '../sessions.config.js';
import { SmsConfig } from '../sms.config.js';
import { authSecretFor } from './auth-secret.js';
import { type Environment, normaliseEnvironment, type Variables } from './environment.js';
import { withSecretFiles } from './secret-files.js';

/** Gives every module the checked settings, the keys derived from the secret, and the time. */
@Module({
  providers: [
    {
      provide: AppConfig,
      inject: [ConfigService],
      useFactory: (read: ConfigService<Environment>) => read.getOrThrow('app'),
    },
    {
      provide: SmsConfig,
      inject: [ConfigService],
      useFactory: (read: ConfigService<Environment>) => read.getOrThrow('sms'),
    },
    {
      provide: DeliveryConfig,
      inject: [ConfigService],
      useFactory: (read: ConfigService<Environment>) => read.getOrThrow('delivery'),
    },
    {
      provide: SessionsConfig,
      inject: [ConfigService],
      useFactory: (read: ConfigService<Environment>) => read.getOrThrow('sessions'),
    },
    {
      provide: KeyRing,
      inject: [AppConfig],
      useFactory: (config: AppConfig) =>
        new KeyRing(authSecretFor(config, randomBytes), ...formerSecretsOf(config)),
    },
    {
      provide: ChallengesConfig,
      inject: [ConfigService],
      useFactory: (read: ConfigService<Environment>) => read.getOrThrow('challenges'),
    },
    {
      provide: AuditConfig,
      inject: [ConfigService],
      useFactory: (read: ConfigService<Environment>) => read.getOrThrow('audit'),
    },
    NumbersAtRest,
    { provide: Clock, useClass: SystemClock },
  ],
  exports: [
    AppConfig,
    SmsConfig,
    DeliveryConfig,
    ChallengesConfig,
    AuditConfig,
    SessionsConfig,
    KeyRing,
    NumbersAtRest,
    Clock,
  ],
})
export class SettingsModule {}

/**
 * {@link SettingsModule} on `.env` and the given variables, which win over it.
 *
 * @throws {EnvironmentError} naming every variable that keeps the service from running.
 */
export async function settingsModuleFor(variables: Variables): Promise<DynamicModule> {
  const config = await ConfigModule.forRoot({
    // The variables are given, so that two applications in one process need not share an environment.
    validatePredefined: false,
    validate: (file) => ({ ...normaliseEnvironment(withSecretFiles({ ...file, ...variables })) }),
    skipProcessEnv: true,
  });
  return { module: SettingsModule, global: true, imports: [config] };
}
