import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { AppConfig } from './app.config.js';
import { appModuleFor, type OwnParts } from './app.module.js';
import type { Variables } from './config/environment.js';
import { serveApiDocs } from './http/api-docs.js';
import { httpAdapter } from './http/http-adapter.js';
import { addServerHooks } from './http/server-hooks.js';
import { addReceiptsRoute } from './receipts/receipts.route.js';

/**
 * The whole application, initialised but not listening; `main.ts` and the tests start the very same one.
 *
 * @throws {EnvironmentError} naming every variable that keeps the service from running.
 */
export async function createApp(variables: Variables, own: OwnParts = {}): Promise<NestFastifyApplication> {
  const module = await appModuleFor(variables, own);
  const app = await NestFactory.create<NestFastifyApplication>(module, httpAdapter(), APP_OPTIONS);
  return prepareApp(app);
}

/** What a Nest application has to be created with to be {@link prepareApp prepared}. */
export const APP_OPTIONS = { bufferLogs: true, bodyParser: false, abortOnError: false } as const;

/** Puts the logger, the hooks and the API page in place and initialises; for a module assembled by a test. */
export async function prepareApp(app: NestFastifyApplication): Promise<NestFastifyApplication> {
  app.useLogger(app.get(Logger));
  addServerHooks(app);
  addReceiptsRoute(app);
  serveApiDocs(app, app.get(AppConfig).APP_NAME);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
