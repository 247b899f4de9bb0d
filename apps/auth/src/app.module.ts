import { type DynamicModule, Module } from '@nestjs/common';
import { DATABASE, type Database, DatabaseModule } from '@standby/database';
import { SmsModule } from '@standby/sms';
import { SqlCircuitBoard, SqlLeases, SqlMessageLedger } from '@standby/sms/sql';
import { LoggerModule } from 'nestjs-pino';
import { AccountsModule } from './accounts/accounts.module.js';
import { AppConfig } from './app.config.js';
import { AuditModule } from './audit/audit.module.js';
import { ChallengesModule } from './challenges/challenges.module.js';
import { databaseOptionsOf } from './config/database-options.js';
import type { Variables } from './config/environment.js';
import { destinationPolicyOf, priceTableOf } from './config/guard-options.js';
import { settingsModuleFor } from './config/settings.module.js';
import { SmsConfig } from './config/sms.config.js';
import { smsOptionsOf } from './config/sms-options.js';
import { WatchConfig } from './config/watch.config.js';
import { GuardConfig } from './guard/guard.config.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import { type LogSink, logOptionsOf, OWN_LOG_SINK } from './http/log-options.js';
import type { HumanCheck } from './human-check/human-check.js';
import { OWN_HUMAN_CHECK } from './human-check/human-check.module.js';
import { KeyRing } from './keys/key-ring.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { OutboxModule } from './outbox/outbox.module.js';
import { SessionsModule } from './sessions/sessions.module.js';

/** The sign-in service: settings, then the database, then messages, then the features on them. */
@Module({
  imports: [
    LoggerModule.forRootAsync({
      inject: [AppConfig, { token: OWN_LOG_SINK, optional: true }],
      useFactory: logOptionsOf,
    }),
    DatabaseModule.forRootAsync({ inject: [AppConfig], useFactory: databaseOptionsOf }),
    AuditModule,
    SmsModule.forRootAsync({
      isGlobal: true,
      inject: [AppConfig, SmsConfig, WatchConfig, GuardConfig, DATABASE, KeyRing],
      useFactory: (
        app: AppConfig,
        sms: SmsConfig,
        watch: WatchConfig,
        guard: GuardConfig,
        database: Database,
        keys: KeyRing,
      ) => ({
        ...smsOptionsOf(app, sms, watch),
        ...destinationPolicyOf(app, guard),
        prices: priceTableOf(guard),
        messageLedger: new SqlMessageLedger(database, keys.messageSeal),
        leases: new SqlLeases(database),
        circuitBoard: new SqlCircuitBoard(database),
      }),
    }),
    MetricsModule,
    HttpModule,
    ChallengesModule,
    SessionsModule,
    AccountsModule,
    HealthModule,
    OutboxModule,
  ],
})
export class AppModule {}

/** What a host brings along in the place of what the environment chooses. */
export interface OwnParts {
  readonly humanCheck?: HumanCheck;
  readonly logSink?: LogSink;
}

/** Gives {@link OwnParts} to whoever looks for them. */
@Module({})
class OwnPartsModule {}

/**
 * {@link AppModule} under the given environment variables.
 *
 * @throws {EnvironmentError} naming every variable that keeps the service from running.
 */
export async function appModuleFor(variables: Variables, own: OwnParts = {}): Promise<DynamicModule> {
  const ownParts: DynamicModule = {
    module: OwnPartsModule,
    global: true,
    providers: [
      { provide: OWN_HUMAN_CHECK, useValue: own.humanCheck },
      { provide: OWN_LOG_SINK, useValue: own.logSink },
    ],
    exports: [OWN_HUMAN_CHECK, OWN_LOG_SINK],
  };
  return { module: AppModule, imports: [await settingsModuleFor(variables), ownParts] };
}
