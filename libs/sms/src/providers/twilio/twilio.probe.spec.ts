import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { ProviderCall, ProviderTransport } from '../provider-transport.js';
import { TwilioOptions } from './twilio.options.js';
import { TwilioProvider } from './twilio.provider.js';
import { TwilioRequestClient } from './twilio.wire.js';

const ACCOUNT_SID = `AC${'0'.repeat(32)}`;
const AUTH_TOKEN = 'not-a-token';
const ACCOUNT = { sid: ACCOUNT_SID, auth_token: AUTH_TOKEN, status: 'active', type: 'Full' };

let server: Server;
let apiBaseUrl: string;
let asked: (string | undefined)[];
let answers: Record<'account' | 'balance' | 'message', { status: number; body: object }>;

beforeEach(async () => {
  asked = [];
  answers = {
    account: { status: 200, body: ACCOUNT },
    balance: { status: 200, body: { balance: '4.20', currency: 'EUR' } },
    message: { status: 404, body: { code: 20404 } },
  };
  server = createServer(({ method, url = '' }, response) => {
    asked.push(`${method} ${url}`);
    const name = url.includes('Balance') ? 'balance' : url.includes('Messages') ? 'message' : 'account';
    const { status, body } = answers[name];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  assert(typeof address === 'object' && address !== null);
  apiBaseUrl = `http://127.0.0.1:${address.port}`;
});

afterEach(() => server.close());

const KEY = { apiKeySid: `SK${'0'.repeat(32)}`, apiKeySecret: 'not-a-secret' };
const probe = async (credentials: Partial<TwilioOptions> = { authToken: AUTH_TOKEN }) => {
  const given = { accountSid: ACCOUNT_SID, apiBaseUrl, fromNumber: 'Example', ...credentials };
  const provider = new TwilioProvider(Object.assign(new TwilioOptions(), given));
  const report = await provider.probe(new AbortController().signal);
  await provider.close();
  return report;
};

describe('probeTwilio', () => {
  it('asks for the account and its balance, and reads no message', async () => {
    const warnings = [{ kind: 'low-balance', balance: 4.2, currency: 'EUR' }];
    expect(await probe()).toEqual({ verdict: 'ready', warnings });
    const account = `GET /2010-04-01/Accounts/${ACCOUNT_SID}`;
    expect(asked).toEqual([`${account}.json`, `${account}/Balance.json`]);
  });

  it.each([
    [401, 'ready'],
    [403, 'ready'],
    [404, 'ready'],
    [429, 'inconclusive'],
    [500, 'inconclusive'],
  ])('does not hold a balance refused with %d against the account: %s', async (status, verdict) => {
    answers.balance = { status, body: { code: 20003 } };
    expect(await probe()).toEqual({ verdict, warnings: [] });
  });

  it.each([
    [400, 10001, 'account-suspended'],
    [400, 20005, 'account-suspended'],
    [401, 20003, 'bad-credentials'],
    [401, undefined, 'bad-credentials'],
  ])('reads an account refused with %d and code %s as %s', async (status, code, kind) => {
    answers.account = { status, body: { code } };
    expect(await probe()).toEqual({ verdict: 'down', warnings: [{ kind }] });
  });

  it.each([
    [404, 20404, { verdict: 'ready', warnings: [] }],
    [401, 20003, { verdict: 'down', warnings: [{ kind: 'bad-credentials' }] }],
    [403, 70051, { verdict: 'inconclusive', warnings: [] }],
    [503, 20503, { verdict: 'down', warnings: [] }],
  ])('tries a key refused the account on a message nobody has: %d, %s', async (status, code, report) => {
    answers.account = { status: 401, body: { code: 20003 } };
    answers.message = { status, body: { code } };
    expect(await probe(KEY)).toEqual(report);
    expect(asked.at(-1)).toBe(`GET /2010-04-01/Accounts/${ACCOUNT_SID}/Messages/SM${'0'.repeat(32)}.json`);
  });
});

describe('TwilioRequestClient', () => {
  it('drops the token of the account as it arrives', async () => {
    const transport = new ProviderTransport(apiBaseUrl, new TwilioOptions());
    const client = new TwilioRequestClient(transport, ACCOUNT_SID, AUTH_TOKEN);
    const uri = `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT_SID}.json`;
    const call = new ProviderCall(new AbortController().signal);
    const { body } = await call.run(() => client.request({ method: 'get', uri }));
    await transport.close();
    expect(JSON.stringify(body)).not.toContain(AUTH_TOKEN);
    expect(body).toMatchObject({ status: 'active' });
  });
});
