import { type DynamicModule, Module } from '@nestjs/common';
import { DatabaseModule } from '@standby/database';
import { AppConfig } from '../app.config.js';
import { keptAuthSecretFor } from '../config/auth-secret.js';
import { databaseOptionsOf } from '../config/database-options.js';
import type { Variables } from '../config/environment.js';
import { settingsModuleFor } from '../config/settings.module.js';
import { AuditCheck } from './audit-check.js';

/** Just enough of the service to check its audit log, and nothing that makes a database or a secret. */
@Module({
  imports: [
    DatabaseModule.forRootAsync({
      inject: [AppConfig],
      useFactory: (config: AppConfig) => ({ ...databaseOptionsOf(config), opening: 'as-it-stands' }),
    }),
  ],
  providers: [AuditCheck],
})
class AuditCheckModule {}

/**
 * {@link AuditCheck} under the environment variables of the service.
 *
 * @throws {EnvironmentError} naming every variable that keeps the service from running.
 */
export async function auditCheckModuleFor(variables: Variables): Promise<DynamicModule> {
  return { module: AuditCheckModule, imports: [await settingsModuleFor(variables, keptAuthSecretFor)] };
}
