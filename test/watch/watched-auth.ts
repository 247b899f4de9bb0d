import type { Variables } from '@standby/auth';
import type { Testbed } from '@standby/testbed';
import { freePort } from '../support/free-ports.js';
import { variablesFor } from '../support/running-auth.js';
import { type WatchedApp, watchedApp } from '../support/watched-app.js';

/** The sign-in API as it listens for receipts, on a database that outlives it. */
export interface WatchedAuth {
  readonly app: WatchedApp;
  /** Origin. */
  readonly url: string;
}

/** What such an API is told: Twilio first and then SNS, receipts to this port, silence of two seconds. */
export function watchedVariables(testbed: Testbed, databaseUrl: string, port: number): Variables {
  return {
    ...variablesFor(testbed),
    SMS_FAILOVER_ORDER: 'twilio,aws-sns',
    SMS_PROBE_INTERVAL_SECS: '0',
    SMS_WATCH_MAX_SILENCE_SECS: '2',
    SMS_WATCH_MIN_SILENCE_SECS: '1',
    AUTH_SECRET: 'c2VjcmV0LWZvci10ZXN0cy1vbmx5LTQ3MTE5MjU2Mzg',
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  };
}

/** Starts a {@link watchedApp} that receipts reach. */
export async function startWatchedAuth(
  testbed: Testbed,
  databaseUrl: string,
  change: Variables = {},
): Promise<WatchedAuth> {
  const port = await freePort();
  const app = await watchedApp({ ...watchedVariables(testbed, databaseUrl, port), ...change });
  await app.listen(port, '127.0.0.1');
  return { app, url: `http://127.0.0.1:${port}` };
}
