import { createApp, type OwnParts, type Variables } from '@standby/auth';
import { logWatch } from '../../apps/auth/src/testing/log-watch.js';

/** The sign-in API as {@link watchedApp} makes it. */
export type WatchedApp = Awaited<ReturnType<typeof createApp>>;

/** The very application that `main.ts` starts, not listening yet, everything it logs watched for secrets. */
export async function watchedApp(
  variables: Variables,
  own: Omit<OwnParts, 'logSink'> = {},
): Promise<WatchedApp> {
  const environment = { NODE_ENV: 'test', LOG_LEVEL: 'trace', ...variables };
  logWatch.plantVariables(environment);
  return createApp(environment, { ...own, logSink: logWatch });
}
