import type { InjectionToken } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { APP_OPTIONS, appModuleFor, httpAdapter, prepareApp } from '@standby/auth';
import { logWatch } from '../../apps/auth/src/testing/log-watch.js';

/** What is injected under a token, in the place of what the application would have made. */
export type StandIn = readonly [token: InjectionToken, value: unknown];

/** The sign-in API in this process, initialised but not listening, its log watched for secrets; close it when done. */
export async function authInProcess(
  variables: Record<string, string>,
  ...standIns: readonly StandIn[]
): Promise<NestFastifyApplication> {
  logWatch.plantVariables(variables);
  const environment = { NODE_ENV: 'test', LOG_LEVEL: 'trace', ...variables };
  const module = await appModuleFor(environment, { logSink: logWatch });
  let testing = Test.createTestingModule({ imports: [module] });
  for (const [token, value] of standIns) testing = testing.overrideProvider(token).useValue(value);
  const compiled = await testing.compile();
  return prepareApp(compiled.createNestApplication<NestFastifyApplication>(httpAdapter(), APP_OPTIONS));
}
