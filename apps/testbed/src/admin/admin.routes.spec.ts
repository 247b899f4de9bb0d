import { GetSMSAttributesCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FAULTS, startTestbed, type Testbed } from '../testbed.js';
import { snsClient, twilioClient } from '../testing/sdk-clients.js';

const MESSAGE = { to: '+15005550010', from: '+15005550006', body: 'Your code is 123456' };

describe('AdminRoutes', () => {
  let testbed: Testbed;

  const call = (method: string, path: string, body?: unknown) =>
    fetch(`${testbed.url}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const read = async (path: string): Promise<unknown> => (await call('GET', path)).json();
  const send = (to = MESSAGE.to) => twilioClient(testbed.url).messages.create({ ...MESSAGE, to });

  beforeAll(async () => {
    testbed = await startTestbed();
  });
  beforeEach(() => testbed.reset());
  afterAll(() => testbed.close());

  it('lists messages newest first and clears them', async () => {
    const [first, second] = [await send(), await send('+15005550011')];
    const listed = await read('/_testbed/messages');
    expect(listed).toMatchObject([{ id: second.sid }, { id: first.sid, receipts: [], segments: 1 }]);
    expect((await call('DELETE', '/_testbed/messages')).status).toBe(204);
    expect(await read('/_testbed/messages')).toEqual([]);
  });

  it.each([
    'to=%2B15005550010',
    'to=+15005550010',
    'to=+15005550010&provider=twilio&limit=5',
    'number=50010',
  ])('finds a recipient by %s', async (query) => {
    await send();
    await send('+15005550011');
    expect(await read(`/_testbed/messages?${query}`)).toMatchObject([{ to: MESSAGE.to }]);
  });

  it('lists only what came after a message', async () => {
    const first = await send();
    const second = await send();
    expect(await read(`/_testbed/messages?after=${first.sid}`)).toMatchObject([{ id: second.sid }]);
  });

  it('switches faults on and off and tells what there is', async () => {
    const answer = await call('PUT', '/_testbed/faults/twilio', {
      fault: 'latency',
      latencyMs: 5,
      probability: 0.5,
    });
    const on = [{ fault: 'latency', latencyMs: 5, probability: 0.5 }];
    expect(await answer.json()).toEqual(on);
    expect(await read('/_testbed/faults')).toEqual({
      on: { twilio: on, 'aws-sns': [], 'aws-eum': [] },
      available: FAULTS,
    });
    expect((await call('DELETE', '/_testbed/faults')).status).toBe(204);
    expect(testbed.faults('twilio')).toEqual([]);
  });

  it('counts requests, for one provider or for all', async () => {
    await send();
    expect(await read('/_testbed/requests?provider=twilio')).toMatchObject({
      received: 1,
      accepted: 1,
      hung: 0,
    });
    expect(await read('/_testbed/requests')).toMatchObject({
      twilio: { taken: 1 },
      'aws-sns': { received: 0 },
    });
    await call('DELETE', '/_testbed/requests');
    expect(testbed.requests('twilio').received).toBe(0);
  });

  it('sets who is opted out and whether an AWS account is in the sandbox', async () => {
    expect((await call('PUT', '/_testbed/twilio/opted-out', { numbers: [MESSAGE.to] })).status).toBe(204);
    await expect(send()).rejects.toMatchObject({ code: 21610 });
    for (const aws of ['aws-sns', 'aws-eum'])
      expect((await call('PUT', `/_testbed/${aws}/sandbox`, { enabled: true })).status).toBe(204);
  });

  it('sets how the accounts stand', async () => {
    expect((await call('PUT', '/_testbed/aws-sns/spend-limit', { usd: 50 })).status).toBe(204);
    const { attributes } = await snsClient(testbed.url).send(new GetSMSAttributesCommand({}));
    expect(attributes?.MonthlySpendLimit).toBe('50');
    const change = { status: 'suspended', type: 'Trial', balance: 1.5, currency: 'EUR' };
    expect((await call('PUT', '/_testbed/twilio/account', change)).status).toBe(204);
    const { account } = twilioClient(testbed.url).api.v2010;
    expect(await account.fetch()).toMatchObject({ status: 'suspended', type: 'Trial' });
    expect(await account.balance.fetch()).toMatchObject({ balance: '1.50', currency: 'EUR' });
    await expect(send()).rejects.toMatchObject({ code: 20005 });
  });

  it.each([
    ['PUT', '/_testbed/faults/twilio', { fault: 'explode' }, /must be one of: healthy/],
    ['PUT', '/_testbed/faults/nexmo', { fault: 'hang' }, /must be one of: twilio, aws-sns/],
    ['PUT', '/_testbed/faults/aws-sns', { fault: 'error-code', code: 21610 }, /InvalidParameter/],
    ['PUT', '/_testbed/faults/twilio', undefined, /must be JSON/],
    ['PUT', '/_testbed/twilio/opted-out', { numbers: ['123'] }, /E\.164/],
    ['PUT', '/_testbed/twilio/opted-out', { numbers: [['+15005550010']] }, /E\.164/],
    ['PUT', '/_testbed/aws-sns/sandbox', { enabled: 'yes' }, /"enabled"/],
    ['PUT', '/_testbed/aws-sns/sandbox', { enabled: true, until: 'noon' }, /"enabled"/],
    ['PUT', '/_testbed/twilio/receipts', 5, /order/],
    ['PUT', '/_testbed/aws-sns/delivery-log', [], /an object/],
    ['PUT', '/_testbed/aws-sns/delivery-log', { byNumber: [] }, /"byNumber"/],
    ['PUT', '/_testbed/aws-sns/spend-limit', { usd: -1 }, /"usd"/],
    ['PUT', '/_testbed/aws-eum/spend-limit', { usd: '50' }, /"usd"/],
    ['PUT', '/_testbed/twilio/account', { status: 'gone' }, /"status": one of active, suspended, closed/],
    ['PUT', '/_testbed/twilio/account', { plan: 'Full' }, /"plan"/],
    ['PUT', '/_testbed/twilio/account', { balance: '5' }, /"balance"/],
    ['GET', '/_testbed/messages?limit=0', undefined, /from 1 to 1000/],
    ['GET', '/_testbed/requests?provider=nexmo', undefined, /must be one of/],
  ])('answers %s %s %o with what is allowed', async (method, path, body, detail) => {
    const answer = await call(method, path, body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    expect(await answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(detail) });
  });

  it('answers unknown paths with the routes there are', async () => {
    const answer = await call('GET', '/_testbed/nothing');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('GET /_testbed/messages') });
  });

  it('leads to the inbox, which loads nothing from elsewhere', async () => {
    const answer = await call('GET', '/');
    const page = await answer.text();
    expect(answer.url).toBe(`${testbed.url}/_testbed/`);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).not.toMatch(/innerHTML|https?:\/\//);
  });
});
