import {
  AWS_EUM_PROVIDER,
  AWS_SNS_PROVIDER,
  type ProbeReport,
  type SmsModuleOptions,
  TWILIO_PROVIDER,
} from '@standby/sms';
import { type FaultOrder, PROVIDERS, type ProviderName, startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { providerFromModule } from '../support/provider-from-module.js';
import { startAuth, variablesFor } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';
import { optionsForTestbed } from '../support/testbed-options.js';

const WELL: ProbeReport = { verdict: 'ready', warnings: [] };
const LOW = { kind: 'low-balance', balance: 4.2, currency: 'USD' };
const TOKENS = { twilio: TWILIO_PROVIDER, 'aws-sns': AWS_SNS_PROVIDER, 'aws-eum': AWS_EUM_PROVIDER };
const AWS = [
  {
    name: 'aws-sns',
    key: 'awsSns',
    tellsNothing: ['AccessDenied', 'AuthorizationError', 'Throttling', 'Throttled'],
  },
  { name: 'aws-eum', key: 'awsEum', tellsNothing: ['AccessDeniedException', 'ThrottlingException'] },
] as const;

let testbed: Testbed;

beforeEach(async () => {
  testbed = await startTestbed();
});

afterEach(async () => {
  expect(testbed.messages()).toEqual([]);
  for (const provider of PROVIDERS) {
    expect(testbed.requests(provider)).toMatchObject({ taken: 0, accepted: 0 });
  }
  await testbed.close();
});

/** One probe by an adapter made by the module, through the official SDK and a socket. */
async function probe(
  name: ProviderName,
  changes: Partial<SmsModuleOptions> = {},
  signal = new AbortController().signal,
): Promise<ProbeReport> {
  const options = { ...optionsForTestbed(testbed), ...changes, order: [name] };
  const { provider, module } = await providerFromModule(TOKENS[name], options);
  try {
    assert(provider.probe !== undefined);
    return await provider.probe(signal);
  } finally {
    await provider.close?.();
    await module.close();
  }
}

const keyOf = (apiKeySecret: string): Partial<SmsModuleOptions> => {
  const { twilio } = optionsForTestbed(testbed);
  assert(twilio);
  const { apiKeySid } = testbed.credentials.twilio;
  return { twilio: { ...twilio, authToken: undefined, apiKeySid, apiKeySecret } };
};

describe('a probe of Twilio', () => {
  it.each([
    [{}, WELL],
    [{ status: 'suspended' }, { verdict: 'down', warnings: [{ kind: 'account-suspended' }] }],
    [{ status: 'closed' }, { verdict: 'down', warnings: [{ kind: 'account-closed' }] }],
    [{ type: 'Trial' }, { verdict: 'ready', warnings: [{ kind: 'trial-account' }] }],
    [{ balance: 4.2 }, { verdict: 'ready', warnings: [LOW] }],
    [{ balance: 10 }, WELL],
    [
      { type: 'Trial', balance: 4.2 },
      { verdict: 'ready', warnings: [{ kind: 'trial-account' }, LOW] },
    ],
  ] as const)('of an account that is %j reports %j', async (standing, report) => {
    testbed.setTwilioAccount(standing);
    expect(await probe('twilio')).toEqual(report);
  });

  it('warns of the balance the options call low', async () => {
    const { twilio } = optionsForTestbed(testbed);
    assert(twilio);
    const report = await probe('twilio', { twilio: { ...twilio, lowBalance: 200 } });
    expect(report.warnings).toEqual([{ kind: 'low-balance', balance: 100, currency: 'USD' }]);
  });

  it('finds wrong credentials, whether a token or a key', async () => {
    const { twilio } = optionsForTestbed(testbed);
    assert(twilio);
    const report = { verdict: 'down', warnings: [{ kind: 'bad-credentials' }] };
    expect(await probe('twilio', { twilio: { ...twilio, authToken: 'wrong' } })).toEqual(report);
    expect(await probe('twilio', keyOf('wrong'))).toEqual(report);
  });

  it('is content with a key that is not shown the account', async () => {
    expect(await probe('twilio', keyOf(testbed.credentials.twilio.apiKeySecret))).toEqual(WELL);
    expect(testbed.requests('twilio').received).toBe(2);
  });
});

describe.each(AWS)('a probe of $name', ({ name, key, tellsNothing }) => {
  it('warns of the sandbox and of a spend limit that was never raised', async () => {
    expect(await probe(name)).toEqual(WELL);
    testbed.setSandbox('sandbox', name);
    testbed.setSpendLimit(1, name);
    const warnings = [{ kind: 'spend-limit', limitUsd: 1 }, { kind: 'sandbox' }];
    expect(await probe(name)).toEqual({ verdict: 'ready', warnings });
  });

  it('finds wrong credentials', async () => {
    const { [key]: given } = optionsForTestbed(testbed);
    const { accessKeyId, secretAccessKey } = testbed.credentials[name];
    assert(given);
    const report = { verdict: 'down', warnings: [{ kind: 'bad-credentials' }] };
    for (const credentials of [
      { accessKeyId: 'AKIAWRONG', secretAccessKey },
      { accessKeyId, secretAccessKey: 'wrong' },
    ]) {
      expect(await probe(name, { [key]: { ...given, credentials } })).toEqual(report);
    }
  });

  it.each(tellsNothing)('is told nothing by %s', async (code) => {
    await testbed.setFault(name, { fault: 'error-code', code });
    expect(await probe(name)).toEqual({ verdict: 'inconclusive', warnings: [] });
  });
});

describe.each(PROVIDERS)('a probe of %s', (name) => {
  it.each<[FaultOrder, ProbeReport['verdict']]>([
    [{ fault: 'throttled', retryAfterSeconds: 7 }, 'inconclusive'],
    [{ fault: 'error-500' }, 'down'],
    [{ fault: 'error-503' }, 'down'],
    [{ fault: 'html-502' }, 'down'],
    [{ fault: 'html-200' }, 'down'],
    [{ fault: 'unusable-200' }, 'down'],
    [{ fault: 'cut-short' }, 'down'],
    [{ fault: 'malformed-body' }, 'down'],
    [{ fault: 'reset-after-read' }, 'down'],
    [{ fault: 'refused' }, 'down'],
    [{ fault: 'latency', latencyMs: 50 }, 'ready'],
  ])('under %j finds it %s', async (fault, verdict) => {
    await testbed.setFault(name, fault);
    expect(await probe(name)).toEqual({ verdict, warnings: [] });
  });

  it('ends with its signal while the provider hangs', async () => {
    await testbed.setFault(name, { fault: 'hang' });
    const caller = new AbortController();
    const probing = probe(name, {}, caller.signal);
    await expect.poll(() => testbed.requests(name).hung).toBeGreaterThan(0);
    caller.abort();
    expect(await probing).toEqual({ verdict: 'down', warnings: [] });
  });
});

describe('/health', () => {
  it('warns, soon after the start, of what the accounts hold against sending', async () => {
    testbed.setTwilioAccount({ type: 'Trial', balance: 4.2 });
    testbed.setSandbox('sandbox');
    testbed.setSpendLimit(1);
    const auth = await startAuth({ ...variablesFor(testbed), SMS_PROBE_INTERVAL_SECS: '60' });
    const health = async () => (await new SignInClient(auth.url).get('/health')).body;
    await expect.poll(health, { timeout: 10_000 }).toMatchObject({
      status: 'ok',
      details: {
        twilio: { status: 'up', warnings: ['trial-account', 'low-balance'], lastProbe: { verdict: 'ready' } },
        'aws-sns': { status: 'up', warnings: ['spend-limit', 'sandbox'], lastProbe: { verdict: 'ready' } },
      },
    });
    await auth.close();
  });
});
