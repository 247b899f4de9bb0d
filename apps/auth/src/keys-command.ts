import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DatabaseModule } from '@standby/database';
import { AppConfig } from './app.config.js';
import { AuditWritingModule } from './audit/audit-writing.module.js';
import { databaseOptionsOf } from './config/database-options.js';
import { EnvironmentError } from './config/environment-error.js';
import { settingsModuleFor } from './config/settings.module.js';
import { carryOut, isKeyOrder, KEY_ORDERS } from './signing/key-orders.js';
import { ForeignKeysError } from './signing/key-rotation.js';
import { SigningKeysModule } from './signing/signing-keys.module.js';

/** The keys in the configured database, what was done to them noted, and nothing that acts by itself. */
@Module({
  imports: [
    DatabaseModule.forRootAsync({ inject: [AppConfig], useFactory: databaseOptionsOf }),
    AuditWritingModule,
    SigningKeysModule,
  ],
})
class KeysCommandModule {}

async function run(order: string | undefined): Promise<void> {
  if (!isKeyOrder(order)) throw new RangeError(`Say one of: ${Object.keys(KEY_ORDERS).join(', ')}.`);
  const module = { module: KeysCommandModule, imports: [await settingsModuleFor(process.env)] };
  const context = await NestFactory.createApplicationContext(module, {
    logger: ['warn', 'error'],
    abortOnError: false,
  });
  try {
    console.log(await carryOut(order, context));
  } finally {
    await context.close();
  }
}

try {
  await run(process.argv[2]);
} catch (error) {
  const isPlain =
    error instanceof EnvironmentError || error instanceof ForeignKeysError || error instanceof RangeError;
  console.error(isPlain ? error.message : error);
  process.exitCode = 1;
}
