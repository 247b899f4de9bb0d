import { randomBytes } from 'node:crypto';
import { type DynamicModule, type FactoryProvider, Module, type Type } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { AppConfig, formerSecretsOf } from '../app.config.js';
import { AuditConfig } from '../audit/audit.config.js';
import { ChallengesConfig } from '../challenges/challenges.config.js';
import { Chores } from '../chores.js';
import { GuardConfig } from '../guard/guard.config.js';
import { ProxyConfig } from '../http/proxy.config.js';
import { HumanCheckConfig } from '../human-check/human-check.config.js';
import { KeyRing } from '../keys/key-ring.js';
import { NumbersAtRest } from '../keys/numbers-at-rest.js';
import { MetricsConfig } from '../metrics/metrics.config.js';
import { QuotaConfig } from '../quotas/quota.config.js';
import { SessionsConfig } from '../sessions/sessions.config.js';
import { SystemClock, WallClock } from '../wall-clock.js';
import { authSecretFor } from './auth-secret.js';
import { type Environment, normaliseEnvironment, type Variables } from './environment.js';
import { SmsConfig } from './sms.config.js';
import { WatchConfig } from './watch.config.js';

const SETTINGS = [
  settingsOf(AppConfig, 'app'),
  settingsOf(SmsConfig, 'sms'),
  settingsOf(WatchConfig, 'watch'),
  settingsOf(ChallengesConfig, 'challenges'),
  settingsOf(AuditConfig, 'audit'),
  settingsOf(MetricsConfig, 'metrics'),
  settingsOf(SessionsConfig, 'sessions'),
  settingsOf(ProxyConfig, 'proxy'),
  settingsOf(QuotaConfig, 'quotas'),
  settingsOf(GuardConfig, 'guard'),
  settingsOf(HumanCheckConfig, 'humanCheck'),
];

/** Gives every module the checked settings, the keys derived from the secret, the time, and who does what is done again and again. */
@Module({
  providers: [...SETTINGS, NumbersAtRest, { provide: WallClock, useClass: SystemClock }, Chores],
  exports: [...SETTINGS, KeyRing, NumbersAtRest, WallClock, Chores],
})
export class SettingsModule {}

/** One group of the settings, under its class. */
function settingsOf(provide: Type, name: keyof Environment): FactoryProvider {
  return {
    provide,
    inject: [ConfigService],
    useFactory: (read: ConfigService<Environment>) => read.getOrThrow(name),
  };
}

/**
 * {@link SettingsModule} on `.env` and the given variables, which win over it.
 *
 * @param secretFor where the secret comes from; by default one is made where there is none
 * @throws {EnvironmentError} naming every variable that keeps the service from running.
 */
export async function settingsModuleFor(
  variables: Variables,
  secretFor = (config: AppConfig) => authSecretFor(config, randomBytes),
): Promise<DynamicModule> {
  const config = await ConfigModule.forRoot({
    // The variables are given, so that two applications in one process need not share an environment.
    validatePredefined: false,
    validate: (file) => ({ ...normaliseEnvironment({ ...file, ...variables }) }),
    skipProcessEnv: true,
  });
  const keys: FactoryProvider = {
    provide: KeyRing,
    inject: [AppConfig],
    useFactory: (read: AppConfig) => new KeyRing(secretFor(read), ...formerSecretsOf(read)),
  };
  return { module: SettingsModule, global: true, imports: [config], providers: [keys] };
}
