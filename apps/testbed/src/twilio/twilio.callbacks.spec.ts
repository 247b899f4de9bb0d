import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestbed, type Testbed } from '../testbed.js';
import { twilioClient } from '../testing/sdk-clients.js';

/** For a machine that is busy with other things. */
const SOON = { timeout: 4_000 };

interface Call {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly form: URLSearchParams;
}

let testbed: Testbed;
let calls: Call[];
let url: string;
let answer: (response: ServerResponse) => void;
const server = createServer((request, response) => {
  void text(request)
    .then((body) => calls.push({ headers: request.headers, form: new URLSearchParams(body) }))
    .finally(() => answer(response));
});

beforeEach(async () => {
  calls = [];
  answer = (response) => response.writeHead(204).end();
  testbed = await startTestbed();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/status?m=1` : '';
});

afterEach(async () => {
  await testbed.close();
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

async function send(to = '+15005550010', fragment = 'rc=2'): Promise<void> {
  const { accountSid, authToken } = testbed.credentials.twilio;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const body = new URLSearchParams({
    To: to,
    From: '+15005550006',
    Body: 'hello',
    StatusCallback: `${url}#${fragment}`,
  });
  const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`;
  await fetch(`${testbed.twilioUrl}${path}`, { method: 'POST', headers: { authorization }, body });
}

const order = (body: unknown) =>
  fetch(`${testbed.url}/_testbed/twilio/receipts`, { method: 'PUT', body: JSON.stringify(body) });
/** What Twilio says of the only message when it is asked. */
const lookedUp = async () => {
  const [message] = testbed.messages();
  return (
    await twilioClient(testbed.twilioUrl)
      .messages(message?.id ?? '')
      .fetch()
  ).status;
};
const words = () => calls.map(({ form }) => form.get('MessageStatus'));
const isSigned = ({ headers, form }: Call) =>
  twilio.validateRequest(
    testbed.credentials.twilio.authToken,
    String(headers['x-twilio-signature']),
    url,
    Object.fromEntries(form),
  );

describe('TwilioCallbacks', () => {
  it('report in order, signed so that the SDK believes it, and without the fragment', async () => {
    testbed.setTwilioReceipts({ delayMs: 5 });
    await send();
    await expect.poll(words, SOON).toEqual(['sent', 'delivered']);
    expect(calls.every(isSigned)).toBe(true);
    expect(testbed.messages()[0]).toMatchObject({ status: 'delivered', receipts: [{ status: 'sent' }, {}] });
  });

  it('name the sender that a Messaging Service chose', async () => {
    testbed.setTwilioReceipts({ delayMs: 5 });
    await twilioClient(testbed.twilioUrl).messages.create({
      to: '+15005550010',
      messagingServiceSid: 'MG00000000000000000000000000000001',
      body: 'hello',
      statusCallback: url,
    });
    await expect.poll(words, SOON).toEqual(['sent', 'delivered']);
    expect(calls.map(({ form }) => form.get('From'))).toEqual(['+15005550006', '+15005550006']);
  });

  it('tell why a message was not delivered', async () => {
    testbed.setTwilioReceipts({ outcome: 'undelivered', code: 30007, delayMs: 5 });
    await send();
    await expect.poll(words, SOON).toEqual(['sent', 'undelivered']);
    expect(calls.at(-1)?.form.get('ErrorCode')).toBe('30007');
    expect(calls[0]?.form.has('ErrorCode')).toBe(false);
  });

  it('come twice, or the wrong way round', async () => {
    testbed.setTwilioReceipts(
      { to: '+15005550010', trouble: 'doubled', delayMs: 5 },
      { to: '+15005550011', trouble: 'reordered', delayMs: 5 },
    );
    await send();
    await expect.poll(words, SOON).toEqual(['sent', 'sent', 'delivered', 'delivered']);
    calls = [];
    await send('+15005550011');
    await expect.poll(words, SOON).toEqual(['delivered', 'sent']);
  });

  it('are ordered over the admin API, which refuses what makes no sense', async () => {
    expect((await order([{ outcome: 'failed', code: 30450, delayMs: 5 }])).status).toBe(204);
    expect((await order([{ outcome: 'eaten' }])).status).toBe(400);
    await send();
    await expect.poll(words, SOON).toEqual(['failed']);
  });

  it.each([
    ['delivered', ['sent', 'undelivered'], '30007'],
    ['undelivered', ['sent', 'delivered'], null],
    ['failed', ['delivered'], null],
    ['sent', ['delivered'], null],
  ] as const)(
    'lie, signed, of a message that was %s, which Twilio itself tells right',
    async (outcome, told, code) => {
      testbed.setTwilioReceipts({ outcome, code: 30_007, trouble: 'lying', delayMs: 5 });
      await send();
      await expect.poll(words, SOON).toEqual(told);
      expect(calls.every(isSigned)).toBe(true);
      expect(calls.at(-1)?.form.get('ErrorCode')).toBe(code);
      expect(testbed.messages()[0]).toMatchObject({ status: outcome });
    },
  );

  it('are forged under a signature that the SDK does not believe', async () => {
    testbed.setTwilioReceipts({ trouble: 'forged', delayMs: 5 });
    await send();
    await expect.poll(words, SOON).toHaveLength(2);
    expect(calls.some(isSigned)).toBe(false);
  });

  it('are lost, while the message goes on', async () => {
    testbed.setTwilioReceipts({ trouble: 'lost', delayMs: 5 });
    await send();
    await expect.poll(() => testbed.messages()[0]?.status, SOON).toBe('delivered');
    expect(calls).toEqual([]);
  });

  it('that nobody answers do not hold up the message', async () => {
    answer = () => {};
    testbed.setTwilioReceipts({ delayMs: 5 });
    await send();
    await expect.poll(lookedUp, SOON).toBe('delivered');
    expect(words()).toEqual(['sent']);
  });

  it('that nobody answers hold up the next no longer than their limit', async () => {
    answer = () => {};
    testbed.setTwilioReceipts({ delayMs: 5 });
    await send('+15005550010', 'rt=100');
    await expect.poll(words, SOON).toEqual(['sent', 'delivered']);
  });

  it('that find nobody are lost, and not the word itself', async () => {
    await testbed.setFault('aws-eum', { fault: 'refused' });
    url = `${testbed.eumUrl}/status`;
    testbed.setTwilioReceipts({ delayMs: 5 });
    await send();
    await expect.poll(lookedUp, SOON).toBe('delivered');
    await expect
      .poll(() => testbed.messages()[0]?.receipts, SOON)
      .toMatchObject([{ status: 'sent' }, { status: 'delivered' }]);
  });
});
