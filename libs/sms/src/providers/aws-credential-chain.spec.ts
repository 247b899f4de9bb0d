import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, assert, beforeEach, describe, expect, it, vi } from 'vitest';
import { normalise } from '../message/outbound-message.js';
import { parseSmsOptions } from '../parse-sms-options.js';
import { TimeIsUpError } from '../resilience/time-limit.js';
import { ManualClock } from '../testing/manual-clock.js';
import { grantRole, StsStandIn } from '../testing/sts-stand-in.js';
import { AwsEumProvider } from './aws-eum/aws-eum.provider.js';
import { AwsSnsDeliveryLogOptions } from './aws-sns/aws-sns.delivery-log.options.js';
import { CloudWatchLogPages } from './aws-sns/aws-sns.log-pages.js';
import { AwsSnsProvider } from './aws-sns/aws-sns.provider.js';

const TOKEN = 'a-web-identity-token';
const ROLE = 'arn:aws:iam::123456789012:role/sender';
const ID = '567910cd-659e-55d4-8ccb-5aaf14679dc0';
const LOOKED_UP = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_PROFILE',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];

let folder: string;
let sts: StsStandIn;
let stsOrigin: string;
let service: Server;
let serviceOrigin: string;
let served: { authorization: string | undefined; body: string }[];
const closing: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'standby-credentials-'));
  served = [];
  sts = new StsStandIn();
  stsOrigin = await sts.listen();
  service = createServer((request, response) => void serve(request, response));
  await once(service.listen(0, '127.0.0.1'), 'listening');
  const address = service.address();
  assert(typeof address === 'object' && address !== null);
  serviceOrigin = `http://127.0.0.1:${address.port}`;
  for (const name of LOOKED_UP) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
  vi.stubEnv('AWS_ENDPOINT_URL_STS', stsOrigin);
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await sts.close();
  service.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const serve = async (request: IncomingMessage, response: ServerResponse) => {
  const { authorization } = request.headers;
  served.push({ authorization, body: (await request.toArray()).join('') });
  response.end(bodyFor(request.headers['x-amz-target']));
};
const bodyFor = (target: string | string[] | undefined) =>
  target === undefined
    ? `<PublishResponse><PublishResult><MessageId>${ID}</MessageId></PublishResult></PublishResponse>`
    : JSON.stringify({ MessageId: ID, events: [] });

const byWebIdentity = () => {
  writeFileSync(join(folder, 'token'), TOKEN);
  vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', join(folder, 'token'));
  vi.stubEnv('AWS_ROLE_ARN', ROLE);
};
const byProfile = () => {
  const keys = 'aws_access_key_id=AKIABASE\naws_secret_access_key=a-base-secret';
  const sender = `[profile sender]\nrole_arn=${ROLE}\nsource_profile=base`;
  writeFileSync(join(folder, 'config'), `${sender}\n[profile base]\n${keys}\n`);
  vi.stubEnv('AWS_PROFILE', 'sender');
};

const message = normalise({ to: '+447400123456', text: 'Hello', purpose: 'one-time-code' }, 'id');
const never = new AbortController().signal;
const opened = <T extends { close(): Promise<void> }>(what: T) => {
  closing.push(() => what.close());
  return what;
};
const optionsAt = (endpoint: string) => {
  const given = { region: 'eu-west-1', endpoint, requestTimeoutMs: 500 };
  const all = parseSmsOptions({ order: ['aws-sns', 'aws-eum'], awsSns: given, awsEum: given });
  assert(all.awsSns !== undefined && all.awsEum !== undefined);
  return { sns: all.awsSns, eum: all.awsEum };
};
const sns = (origin = serviceOrigin) => opened(new AwsSnsProvider(optionsAt(origin).sns));
const logs = () => {
  const given = { region: 'eu-west-1', accountId: '123456789012', endpoint: serviceOrigin };
  const options = Object.assign(new AwsSnsDeliveryLogOptions(), given);
  return opened(new CloudWatchLogPages(options, new ManualClock()));
};
const calls = {
  'aws-sns': () => sns().send(message, never),
  'aws-eum': () => opened(new AwsEumProvider(optionsAt(serviceOrigin).eum)).send(message, never),
  'the delivery logs': () => logs().read({ group: 'g', fromMs: 0, toMs: 1 }, never),
};
const expectFailure = async (expected: object) => {
  const provider = sns();
  const error = await provider.send(message, never).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'ProviderError', provider: 'aws-sns', ...expected });
  expect(inspect([error, served], { depth: null, showHidden: true })).not.toContain(TOKEN);
  expect(served).toEqual([]);
};

describe('Credentials that are looked up', () => {
  it.each([
    ['aws-sns', 'a web identity', byWebIdentity, 'AssumeRoleWithWebIdentity'],
    ['aws-eum', 'a web identity', byWebIdentity, 'AssumeRoleWithWebIdentity'],
    ['the delivery logs', 'a web identity', byWebIdentity, 'AssumeRoleWithWebIdentity'],
    ['aws-sns', 'a profile', byProfile, 'AssumeRole'],
  ] as const)('for %s come of the role of %s, from STS itself', async (name, _, setUp, action) => {
    setUp();
    await calls[name]();
    expect(sts.asked).toEqual([action]);
    expect(served).toHaveLength(1);
    expect(served[0]?.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=ASIAROLE\//);
    expect(inspect(served, { depth: null })).not.toContain(TOKEN);
  });

  it('are asked for once, however many sends wait for them', async () => {
    byWebIdentity();
    const provider = sns();
    await Promise.all([provider.send(message, never), provider.send(message, never)]);
    await provider.send(message, never);
    expect([sts.asked.length, served.length]).toEqual([1, 3]);
  });

  it('are asked for as they are, which saying nothing would not', async () => {
    byWebIdentity();
    const codings: unknown[] = [];
    sts.answerWith((action, response) => {
      codings.push(response.req.headers['accept-encoding']);
      grantRole(action, response);
    });
    await sns().send(message, never);
    expect(codings).toEqual(['identity']);
  });

  it('are asked for at the endpoint of STS also where that is the one of the provider', async () => {
    byWebIdentity();
    sts.refuse(500, 'InternalFailure', TOKEN);
    const provider = sns(stsOrigin);
    await expect(provider.send(message, never)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it.each([
    [
      'STS refuses the token',
      () => sts.refuse(400, 'InvalidIdentityToken', TOKEN),
      'InvalidIdentityTokenException',
    ],
    ['STS refuses the role', () => sts.refuse(403, 'AccessDenied', TOKEN), 'AccessDenied'],
    ['the token is not there', () => vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', '/no/token'), 'ENOENT'],
  ])('are the fault of the settings where %s, and nothing is sent', async (_, spoil, word) => {
    byWebIdentity();
    spoil();
    await expectFailure({ kind: 'misconfigured', code: `credentials-${word}` });
  });

  it('are the fault of the settings where there are none', async () => {
    await expectFailure({ kind: 'misconfigured', code: 'no-credentials' });
  });

  it.each([
    ['throttles', () => sts.refuse(400, 'Throttling', TOKEN), 'Throttling'],
    ['is in trouble', () => sts.refuse(503, 'ServiceUnavailable', TOKEN), 'ServiceUnavailable'],
    ['is silent for too long', () => sts.answerWith(() => {}), 'UND_ERR_HEADERS_TIMEOUT'],
    ['cuts its answer short', () => sts.cutShort(), 'UND_ERR_SOCKET'],
    ['cannot be reached', () => vi.stubEnv('AWS_ENDPOINT_URL_STS', 'http://127.0.0.1:1'), 'ECONNREFUSED'],
  ])('make the provider unavailable where STS %s, and nothing is sent', async (_, spoil, word) => {
    byWebIdentity();
    spoil();
    await expectFailure({ kind: 'unavailable', code: `credentials-${word}` });
  });

  it.each([
    ['its time is up', new TimeIsUpError(1), 'credentials-TIME_IS_UP'],
    ['it is ended', new Error('enough'), 'credentials-ABORTED'],
  ])('hold no attempt up once %s, and nothing is sent when they come after all', async (_, reason, code) => {
    byWebIdentity();
    const stsAsked = Promise.withResolvers<() => void>();
    sts.answerWith((...call) => stsAsked.resolve(() => grantRole(...call)));
    const provider = sns();
    const end = new AbortController();
    const [ended, patient] = [provider.send(message, end.signal), provider.send(message, never)];
    const goOn = await stsAsked.promise;
    end.abort(reason);
    await expect(ended).rejects.toMatchObject({ kind: 'unavailable', code });
    goOn();
    await patient;
    expect(served).toHaveLength(1);
  });

  it('are given up with the provider', async () => {
    byWebIdentity();
    const stsAsked = Promise.withResolvers<void>();
    sts.answerWith(() => stsAsked.resolve());
    const provider = sns();
    const failure = { code: 'credentials-UND_ERR_DESTROYED' };
    const failing = expect(provider.send(message, never)).rejects.toMatchObject(failure);
    await stsAsked.promise;
    await provider.close();
    await failing;
  });

  it('that STS refuses are bad credentials to a probe and to whoever reads the logs', async () => {
    byWebIdentity();
    sts.refuse(403, 'AccessDenied', TOKEN);
    const warnings = [{ kind: 'bad-credentials' }];
    await expect(sns().probe(never)).resolves.toEqual({ verdict: 'down', warnings });
    await expect(calls['the delivery logs']()).rejects.toMatchObject({ trouble: 'refused' });
  });

  it('that cannot be asked for are no bad credentials', async () => {
    byWebIdentity();
    sts.refuse(503, 'ServiceUnavailable', TOKEN);
    await expect(sns().probe(never)).resolves.toEqual({ verdict: 'down', warnings: [] });
    await expect(calls['the delivery logs']()).rejects.toMatchObject({ trouble: 'unavailable' });
  });
});
