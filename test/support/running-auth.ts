import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Variables } from '@standby/auth';
import type { Testbed } from '@standby/testbed';
import { watchedApp } from './watched-app.js';

/** The sign-in API listening on a port of its own, with a database file of its own. */
export interface RunningAuth {
  /** Origin, e.g. `http://127.0.0.1:41234`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a {@link watchedApp} on a free port. */
export async function startAuth(variables: Variables): Promise<RunningAuth> {
  const folder = await mkdtemp(join(tmpdir(), 'standby-auth-'));
  const app = await watchedApp({
    // So that the requests a testbed counts are those of messages.
    SMS_PROBE_INTERVAL_SECS: '0',
    DATABASE_URL: `sqlite:${join(folder, 'standby.sqlite')}`,
    AUTH_SECRET: 'c2VjcmV0LWZvci10ZXN0cy1vbmx5LTQ3MTE5MjU2Mzg',
    // One address asks for all, and what is tested here is how codes are sent.
    QUOTAS: 'off',
    PUMPING_GUARD: 'off',
    ...variables,
  });
  await app.listen(0, '127.0.0.1');
  return {
    url: await app.getUrl(),
    close: async () => {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The variables by which the API reaches a testbed, Twilio first. */
export function variablesFor(testbed: Testbed): Variables {
  const { twilio, 'aws-sns': sns, 'aws-eum': eum } = testbed.credentials;
  return {
    SMS_PROVIDER: 'failover',
    TWILIO_ACCOUNT_SID: twilio.accountSid,
    TWILIO_AUTH_TOKEN: twilio.authToken,
    TWILIO_FROM_NUMBER: '+15005550006',
    TWILIO_API_BASE_URL: testbed.twilioUrl,
    AWS_SNS_ACCESS_KEY_ID: sns.accessKeyId,
    AWS_SNS_SECRET_ACCESS_KEY: sns.secretAccessKey,
    AWS_SNS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_SNS: testbed.snsUrl,
    AWS_EUM_ACCESS_KEY_ID: eum.accessKeyId,
    AWS_EUM_SECRET_ACCESS_KEY: eum.secretAccessKey,
    AWS_EUM_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: testbed.eumUrl,
  };
}
