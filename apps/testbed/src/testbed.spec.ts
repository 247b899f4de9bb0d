import { once } from 'node:events';
import { connect } from 'node:net';
import { SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { PublishCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_CREDENTIALS } from './credentials.js';
import { startTestbed, type Testbed } from './testbed.js';
import { eumClient, failureOf, snsClient, twilioClient } from './testing/sdk-clients.js';

const MESSAGE = { to: '+15005550010', from: '+15005550006', body: 'hello' };
const PUBLISH = new PublishCommand({ PhoneNumber: MESSAGE.to, Message: MESSAGE.body });

describe('startTestbed', () => {
  let testbed: Testbed;

  beforeAll(async () => {
    testbed = await startTestbed();
  });
  beforeEach(() => testbed.reset());
  afterAll(() => testbed.close());

  it('serves every provider on the shared port', async () => {
    await twilioClient(testbed.url).messages.create(MESSAGE);
    await snsClient(testbed.url).send(PUBLISH);
    const text = { DestinationPhoneNumber: MESSAGE.to, MessageBody: MESSAGE.body };
    await eumClient(testbed.url).send(new SendTextMessageCommand(text));
    expect(testbed.messages().map(({ provider }) => provider)).toEqual(['aws-eum', 'aws-sns', 'twilio']);
  });

  it('closes the port of a provider that refuses, and opens the same one again', async () => {
    const { snsUrl } = testbed;
    await testbed.setFault('aws-sns', { fault: 'refused' });
    expect(await failureOf(snsClient(snsUrl).send(PUBLISH))).toMatchObject({ code: 'ECONNREFUSED' });
    expect((await twilioClient(testbed.twilioUrl).messages.create(MESSAGE)).status).toBe('queued');
    await testbed.setFault('aws-sns', { fault: 'healthy' });
    expect(testbed.snsUrl).toBe(snsUrl);
    expect((await snsClient(snsUrl).send(PUBLISH)).MessageId).toBeDefined();
  });

  it('destroys the connections that are open when a provider begins to refuse', async () => {
    await testbed.setFault('twilio', { fault: 'hang' });
    const hanging = failureOf(twilioClient(testbed.twilioUrl).messages.create(MESSAGE));
    await expect.poll(() => testbed.requests('twilio').hung).toBe(1);
    await testbed.setFault('twilio', { fault: 'refused' });
    expect(await hanging).toMatchObject({ code: 'ECONNRESET' });
  });

  it('drops a refused request on the shared port', async () => {
    await testbed.setFault('twilio', { fault: 'refused' });
    expect(await failureOf(twilioClient(testbed.url).messages.create(MESSAGE))).toMatchObject({
      code: 'ECONNRESET',
    });
    expect(testbed.requests('twilio').refused).toBe(1);
  });

  it('draws faults by their share', async () => {
    const points = [0.1, 0.3, 0.9];
    const drawn = await startTestbed({ random: () => points.shift() ?? 0.99 });
    await drawn.setFault('twilio', {
      faults: [
        { fault: 'error-500', probability: 0.2 },
        { fault: 'error-503', probability: 0.3 },
      ],
    });
    const send = () => twilioClient(drawn.twilioUrl).messages.create(MESSAGE);
    expect(await failureOf(send())).toMatchObject({ status: 500 });
    expect(await failureOf(send())).toMatchObject({ status: 503 });
    expect((await send()).status).toBe('queued');
    await drawn.close();
  });

  it('lets hung callers go when it closes', async () => {
    const closing = await startTestbed();
    await closing.setFault('twilio', { fault: 'hang' });
    const hanging = failureOf(twilioClient(closing.twilioUrl).messages.create(MESSAGE));
    await expect.poll(() => closing.requests('twilio').hung).toBe(1);
    await closing.close();
    expect(await hanging).toMatchObject({ code: 'ECONNRESET' });
  });

  it('listens nowhere when one of its ports is taken', async () => {
    const taken = Number(new URL(testbed.url).port);
    await expect(startTestbed({ ports: { twilio: taken } })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('keeps each of ten thousand messages under an id of its own', { timeout: 30_000 }, async () => {
    await Promise.all(Array.from({ length: 10 }, () => pipeline(testbed.twilioUrl, 1_000)));
    const ids = testbed.messages().map(({ id }) => id);
    expect(new Set(ids).size).toBe(10_000);
    expect(testbed.requests('twilio')).toMatchObject({ received: 10_000, accepted: 10_000 });
  });
});

/** Posts the same message many times over one connection, without waiting for one answer before the next. */
async function pipeline(origin: string, times: number): Promise<void> {
  const { accountSid, authToken } = DEFAULT_CREDENTIALS.twilio;
  const form = new URLSearchParams({ To: MESSAGE.to, From: MESSAGE.from, Body: MESSAGE.body }).toString();
  const head = (connection: string) =>
    [
      `POST /2010-04-01/Accounts/${accountSid}/Messages.json HTTP/1.1`,
      'Host: testbed',
      `Authorization: Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
      'Content-Type: application/x-www-form-urlencoded',
      `Content-Length: ${form.length}`,
      `Connection: ${connection}`,
    ].join('\r\n');
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.write(`${head('keep-alive')}\r\n\r\n${form}`.repeat(times - 1));
  socket.end(`${head('close')}\r\n\r\n${form}`);
  socket.resume();
  await once(socket, 'close');
}
