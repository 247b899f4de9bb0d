import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { AwsEumOptions } from './aws-eum.options.js';
import { AwsEumProvider } from './aws-eum.provider.js';

const TARGET = 'PinpointSMSVoiceV2.';
const READY = { verdict: 'ready', warnings: [] };

let server: Server;
let endpoint: string;
let asked: string[];
let answers: Record<string, { status: number; body: string }>;

const limitsOf = (EnforcedLimit: number, MaxLimit: number, Name = 'TEXT_MESSAGE_MONTHLY_SPEND_LIMIT') =>
  answer({ SpendLimits: [{ Name, EnforcedLimit, MaxLimit, Overridden: false }] });
const tierOf = (Value: string, Name = 'ACCOUNT_TIER') => answer({ AccountAttributes: [{ Name, Value }] });
const answer = (body: object, status = 200) => ({ status, body: JSON.stringify(body) });

beforeEach(async () => {
  asked = [];
  answers = { DescribeSpendLimits: limitsOf(50, 100), DescribeAccountAttributes: tierOf('PRODUCTION') };
  server = createServer(({ headers }, response) => {
    const operation = String(headers['x-amz-target']).replace(TARGET, '');
    asked.push(operation);
    const { status, body } = answers[operation] ?? answer({}, 500);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  assert(typeof address === 'object' && address !== null);
  endpoint = `http://127.0.0.1:${address.port}`;
});

afterEach(() => server.close());

const probe = async (change: Record<string, { status: number; body: string }> = {}) => {
  Object.assign(answers, change);
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' };
  const given = { region: 'eu-west-1', endpoint, credentials };
  const provider = new AwsEumProvider(Object.assign(new AwsEumOptions(), given));
  const report = await provider.probe(new AbortController().signal);
  await provider.close();
  return report;
};

describe('probeEum', () => {
  it('asks for the spend limits and the tier, and for nothing else', async () => {
    expect(await probe()).toEqual(READY);
    expect(asked.toSorted()).toEqual(['DescribeAccountAttributes', 'DescribeSpendLimits']);
  });

  it.each([
    [1, 100],
    [50, 1],
  ])('warns of the lower of a limit enforced at %d and one granted to %d', async (enforced, max) => {
    const warnings = [{ kind: 'spend-limit', limitUsd: 1 }];
    expect(await probe({ DescribeSpendLimits: limitsOf(enforced, max) })).toEqual({
      verdict: 'ready',
      warnings,
    });
  });

  it('warns of the sandbox', async () => {
    const warnings = [{ kind: 'sandbox' }];
    expect(await probe({ DescribeAccountAttributes: tierOf('SANDBOX') })).toEqual({
      verdict: 'ready',
      warnings,
    });
  });

  it('passes over limits of other channels and other attributes', async () => {
    const change = {
      DescribeSpendLimits: limitsOf(0, 0, 'VOICE_MESSAGE_MONTHLY_SPEND_LIMIT'),
      DescribeAccountAttributes: tierOf('SANDBOX', 'DEFAULT_PROTECT_CONFIGURATION_ID'),
    };
    expect(await probe(change)).toEqual(READY);
  });

  it.each<[string, { status: number; body: string }, object]>([
    ['a JSON page of something else', answer({ ok: true }), { verdict: 'down', warnings: [] }],
    ['a denial', answer({ __type: 'AccessDeniedException' }, 400), { verdict: 'inconclusive', warnings: [] }],
    ['a pause', answer({ __type: 'ThrottlingException' }, 400), { verdict: 'inconclusive', warnings: [] }],
    ['trouble', answer({ __type: 'InternalServerException' }, 500), { verdict: 'down', warnings: [] }],
    [
      'a disabled account',
      answer({ __type: 'AccessDeniedException', Reason: 'ACCOUNT_DISABLED' }, 400),
      { verdict: 'down', warnings: [{ kind: 'account-suspended' }] },
    ],
    [
      'a wrong key',
      answer({ __type: 'UnrecognizedClientException' }, 400),
      { verdict: 'down', warnings: [{ kind: 'bad-credentials' }] },
    ],
  ])('reports after %s what it means', async (_, spendLimits, report) => {
    expect(await probe({ DescribeSpendLimits: spendLimits })).toEqual(report);
  });
});
