import { verify, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, assert, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestbed, type Testbed } from '../testbed.js';

describe('the topic of the testbed', () => {
  let testbed: Testbed;
  let endpoint: Server;
  let url: string;
  let calls: { readonly type: unknown; readonly members: Record<string, string> }[];

  beforeAll(async () => {
    testbed = await startTestbed();
    // A key may take longer to find than a test waits for a call.
    await testbed.topic.authority.certificate();
  });
  beforeEach(async () => {
    calls = [];
    endpoint = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const members: Record<string, string> = JSON.parse(Buffer.concat(chunks).toString());
        calls.push({ type: request.headers['x-amz-sns-message-type'], members });
        response.writeHead(204).end();
      });
    });
    await once(endpoint.listen(0, '127.0.0.1'), 'listening');
    const address = endpoint.address();
    assert(typeof address === 'object' && address !== null);
    url = `http://127.0.0.1:${address.port}/`;
  });
  afterEach(async () => {
    await testbed.reset();
    endpoint.closeAllConnections();
    endpoint.close();
  });
  afterAll(() => testbed.close());

  const onTestbed = (address = '') => testbed.url + address.slice(testbed.topic.authority.origin.length);
  const put = (body: unknown) =>
    fetch(`${testbed.url}/_testbed/aws-eum/topic`, { method: 'PUT', body: JSON.stringify(body) });

  it('asks an endpoint to confirm, and is told so at the address it names', async () => {
    expect((await put({ url })).status).toBe(204);
    await expect.poll(() => calls.map(({ type }) => type)).toEqual(['SubscriptionConfirmation']);
    const answer = await fetch(onTestbed(calls[0]?.members.SubscribeURL));
    expect([answer.status, testbed.topic.subscription]).toEqual([200, 'confirmed']);
  });

  it.each(['Action=ConfirmSubscription&Token=made-up', 'Action=DeleteTopic'])('refuses %s', async (query) => {
    testbed.topic.change({ url });
    expect((await fetch(`${testbed.url}/?${query}`)).status).toBe(400);
    expect(testbed.topic.subscription).toBe('pending');
  });

  it.each(['1', '2'] as const)('signs in version %s with the certificate it serves', async (version) => {
    testbed.topic.change({ url, signatureVersion: version });
    await testbed.topic.publish('a text');
    await expect.poll(() => calls.length).toBe(2);
    const members = calls.find(({ type }) => type === 'Notification')?.members ?? {};
    const names = ['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type'];
    const text = names.map((name) => `${name}\n${members[name]}\n`).join('');
    const pem = await (await fetch(onTestbed(members.SigningCertURL))).text();
    const signature = Buffer.from(members.Signature ?? '', 'base64');
    const digest = version === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
    expect(verify(digest, Buffer.from(text), new X509Certificate(pem).publicKey, signature)).toBe(true);
    expect(members).toMatchObject({ Message: 'a text', SignatureVersion: version });
  });

  it.each([
    { lostShare: 2 },
    { signatureVersion: '3' },
    { url: 7 },
    { url: 'not a url' },
    { url: 'ftp://127.0.0.1/' },
    { event: '' },
    { event: 'TEXT_ZZZ' },
    { byNumber: { '+15005550010': 'TEXT_ZZZ' } },
    { retryDelayMs: 0.5 },
    { colour: 'red' },
  ])('refuses the setting %o', async (body) => {
    expect((await put(body)).status).toBe(400);
  });
});
