import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../support/free-ports.js';
import { KillableProcess } from '../support/killable-process.js';
import { Inbox } from './inbox.js';

const AUTH_SECRET = 'c2VjcmV0LWZvci10ZXN0cy1vbmx5LTQ3MTE5MjU2Mzg';

/** The processes of an outage, and where they are reached. */
export interface Stage {
  readonly auth: KillableProcess;
  readonly testbed: KillableProcess;
  readonly inbox: Inbox;
  readonly authUrl: string;
  readonly databaseFile: string;
  /** What the keys of the sign-in API are derived from. */
  readonly authSecret: string;
  close(): Promise<void>;
}

/** Starts the built sign-in API and a testbed, on ports and with a database file that outlive them. */
export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'standby-chaos-'));
  const databaseFile = join(folder, 'standby.sqlite');
  const [authPort = '', testbedPort = '', twilioPort = '', snsPort = ''] = await freePorts(4);
  const testbed = new KillableProcess(
    'testbed',
    {
      TESTBED_PORT: testbedPort,
      TESTBED_TWILIO_PORT: twilioPort,
      TESTBED_AWS_SNS_PORT: snsPort,
      TESTBED_AWS_EUM_PORT: '0',
    },
    /^AWS SNS +http/m,
  );
  const auth = new KillableProcess(
    'auth',
    { ...variablesFor(twilioPort, snsPort), PORT: authPort, DATABASE_URL: `sqlite:${databaseFile}` },
    /listens on/,
  );
  await Promise.all([testbed.start(), auth.start()]);
  return {
    auth,
    testbed,
    databaseFile,
    authSecret: AUTH_SECRET,
    inbox: new Inbox(`http://127.0.0.1:${testbedPort}`),
    authUrl: `http://127.0.0.1:${authPort}`,
    close: async () => {
      await Promise.all([auth.stop(), testbed.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Limits short enough for a provider to fail, be left alone and come back within a few spells. */
function variablesFor(twilioPort: string, snsPort: string): Record<string, string> {
  return {
    NODE_ENV: 'test',
    LOG_LEVEL: 'info',
    AUTH_SECRET,
    // One address asks for all, and what is tested here is how codes are sent.
    QUOTAS: 'off',
    PUMPING_GUARD: 'off',
    SMS_PROVIDER: 'failover',
    SMS_FAILOVER_TIMEOUT_SECS: '1',
    TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000001',
    TWILIO_AUTH_TOKEN: 'testbed-auth-token',
    TWILIO_FROM_NUMBER: '+15005550006',
    TWILIO_API_BASE_URL: `http://127.0.0.1:${twilioPort}`,
    TWILIO_REQUEST_TIMEOUT_SECS: '1',
    TWILIO_RETRY_DELAY_MS: '20',
    AWS_SNS_ACCESS_KEY_ID: 'AKIATESTBED000000001',
    AWS_SNS_SECRET_ACCESS_KEY: 'testbed-secret-access-key',
    AWS_SNS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_SNS: `http://127.0.0.1:${snsPort}`,
    AWS_SNS_REQUEST_TIMEOUT_SECS: '1',
    AWS_SNS_RETRY_DELAY_MS: '20',
  };
}
