/** Environment variables as they come from the shell or a file. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What `npm start` runs. */
export type StartPlan =
  /** The sign-in API alone, with the providers it is configured for. */
  | { readonly runs: 'auth' }
  /** The sign-in API and the testbed, which stands in for the providers. */
  | { readonly runs: 'auth and testbed'; readonly provider: string };

/** Names that only somebody who wants real messages would set; plain AWS_* may belong to anything. */
const OWN_CREDENTIALS = [
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_API_KEY_SID',
  'AWS_SNS_ACCESS_KEY_ID',
  'AWS_EUM_ACCESS_KEY_ID',
];
const SHARED_CREDENTIALS = ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE'];

/**
 * Decides whether the testbed stands in for the providers: never in production, never beside a real provider,
 * and otherwise unless there is something to send real messages with.
 */
export function planFor(variables: Variables): StartPlan {
  const provider = variables.SMS_PROVIDER || undefined;
  if (variables.NODE_ENV === 'production' || provider === 'mock') return { runs: 'auth' };
  const isSet = (name: string) => Boolean(variables[name]);
  if (OWN_CREDENTIALS.some(isSet)) return { runs: 'auth' };
  if (provider !== undefined && SHARED_CREDENTIALS.some(isSet)) return { runs: 'auth' };
  return { runs: 'auth and testbed', provider: provider ?? 'failover' };
}

/** A setting with which nothing can be started. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/**
 * Where a testbed listens, by its own variables and defaults.
 *
 * @throws {StartError} for a port that is none, or that the system would choose.
 */
export function testbedPortsOf(variables: Variables): {
  main: number;
  twilio: number;
  awsSns: number;
  awsEum: number;
} {
  const portOf = (name: string, otherwise: number): number => {
    const port = Number(variables[name] || otherwise);
    if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
    throw new StartError(`${name} must be a port from 1 to 65535: the sign-in API is told of it.`);
  };
  const main = portOf('TESTBED_PORT', 4010);
  return {
    main,
    twilio: portOf('TESTBED_TWILIO_PORT', main + 1),
    awsSns: portOf('TESTBED_AWS_SNS_PORT', main + 2),
    awsEum: portOf('TESTBED_AWS_EUM_PORT', main + 3),
  };
}

/** The variables by which the sign-in API finds a testbed in place of its providers, and hears of its messages. */
export function variablesForTestbed(
  ports: ReturnType<typeof testbedPortsOf>,
  provider: string,
  { HOST, PORT, PUBLIC_URL }: Variables,
): Variables {
  return {
    SMS_PROVIDER: provider,
    // On a port that the system chooses nobody can call back.
    ...(PORT !== '0' && { PUBLIC_URL: PUBLIC_URL || `http://${reachable(HOST)}:${PORT || 3000}` }),
    AWS_SNS_LOGS_ACCOUNT_ID: '000000000000',
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: `http://127.0.0.1:${ports.main}`,
    TWILIO_MESSAGE_FEEDBACK: 'on',
    TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000001',
    TWILIO_AUTH_TOKEN: 'testbed-auth-token',
    TWILIO_FROM_NUMBER: '+15005550006',
    TWILIO_API_BASE_URL: `http://127.0.0.1:${ports.twilio}`,
    AWS_SNS_ACCESS_KEY_ID: 'AKIATESTBED000000001',
    AWS_SNS_SECRET_ACCESS_KEY: 'testbed-secret-access-key',
    AWS_SNS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_SNS: `http://127.0.0.1:${ports.awsSns}`,
    AWS_EUM_ACCESS_KEY_ID: 'AKIATESTBED000000001',
    AWS_EUM_SECRET_ACCESS_KEY: 'testbed-secret-access-key',
    AWS_EUM_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: `http://127.0.0.1:${ports.awsEum}`,
  };
}

/** A host to call where that one is listened on. */
function reachable(host: string | undefined): string {
  if (!host || host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
