import { createHmac, hash } from 'node:crypto';
import { DescribeSpendLimitsCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { PublishCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SignatureCheck } from './sigv4.js';
import { startTestbed, type Testbed } from './testbed.js';
import { eumClient, failureOf, snsClient } from './testing/sdk-clients.js';

const PUBLISH = { PhoneNumber: '+15005550010', Message: 'hé +&= ~' };

describe('SignatureCheck', () => {
  let testbed: Testbed;

  beforeAll(async () => {
    testbed = await startTestbed();
  });
  afterAll(() => testbed.close());

  const publishWith = (change: {
    accessKeyId?: string;
    secretAccessKey?: string;
    systemClockOffset?: number;
  }) => {
    const { systemClockOffset = 0, ...keys } = change;
    const credentials = { ...testbed.credentials['aws-sns'], ...keys };
    const client = snsClient(testbed.snsUrl, { credentials, systemClockOffset });
    return client.send(new PublishCommand(PUBLISH));
  };

  it('lets in what the official client signs, in any region', async () => {
    for (const region of ['eu-central-1', 'us-east-1']) {
      const { MessageId } = await snsClient(testbed.snsUrl, { region }).send(new PublishCommand(PUBLISH));
      expect(MessageId).toBeDefined();
    }
  });

  it('refuses another secret, an unknown key and a wrong clock', async () => {
    const wrongSecret = await failureOf(publishWith({ secretAccessKey: 'another-secret' }));
    expect(wrongSecret).toMatchObject({ Code: 'SignatureDoesNotMatch', $metadata: { httpStatusCode: 403 } });
    const unknownKey = await failureOf(publishWith({ accessKeyId: 'AKIAUNKNOWN000000001' }));
    expect(unknownKey).toMatchObject({ Code: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } });
    const wrongClock = await failureOf(publishWith({ systemClockOffset: -3_600_000 }));
    expect(wrongClock).toMatchObject({ Code: 'SignatureDoesNotMatch' });
  });

  it('refuses a body that was changed after signing', async () => {
    const client = snsClient(testbed.snsUrl);
    client.middlewareStack.add(
      (next) => (args) => {
        if (typeof args.request === 'object' && args.request !== null && 'body' in args.request) {
          args.request.body = String(args.request.body).replace('5550010', '5550011');
        }
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    expect(await failureOf(client.send(new PublishCommand(PUBLISH)))).toMatchObject({
      Code: 'SignatureDoesNotMatch',
    });
  });

  it('is held to the service it is for', async () => {
    const question = new DescribeSpendLimitsCommand({});
    expect((await eumClient(testbed.eumUrl).send(question)).SpendLimits).toBeDefined();
    const client = eumClient(testbed.eumUrl);
    client.config.signer = snsClient(testbed.snsUrl).config.signer;
    expect(await failureOf(client.send(question))).toMatchObject({
      name: 'InvalidSignatureException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it.each([
    ['no signature', {}, 403, 'MissingAuthenticationToken'],
    ['another scheme', { authorization: 'Bearer x' }, 400, 'IncompleteSignature'],
  ])('refuses %s', async (_, headers, status, code) => {
    const answer = await fetch(testbed.snsUrl, { method: 'POST', headers, body: 'Action=Publish' });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(`<Code>${code}</Code>`);
  });
});

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

describe('the headers that are signed', () => {
  const keys = { accessKeyId: 'AKIATESTBED000000001', secretAccessKey: 'testbed-secret-access-key' };
  const headers = { host: '127.0.0.1', 'x-amz-date': '20261123T000000Z' };
  const check = new SignatureCheck('sns', keys, () => new Date('2026-11-23T00:00:00Z'));

  const faultWith = (...signed: readonly (keyof typeof headers)[]) => {
    const scope = ['20261123', 'eu-central-1', 'sns', 'aws4_request'];
    const lines = signed.map((name) => `${name}:${headers[name]}\n`).join('');
    const canonical = ['POST', '/', '', lines, signed.join(';'), hash('sha256', '')].join('\n');
    const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope.join('/'), hash('sha256', canonical)];
    const key = scope.reduce<string | Buffer>(hmac, `AWS4${keys.secretAccessKey}`);
    const signature = hmac(key, text.join('\n')).toString('hex');
    const credential = [keys.accessKeyId, ...scope].join('/');
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed.join(';')}, Signature=${signature}`;
    const request = { method: 'POST', path: '/', search: '', body: '' };
    return check.faultOf({ ...request, headers: { ...headers, authorization } })?.fault;
  };

  it('have the host among them', () => {
    expect(faultWith('host', 'x-amz-date')).toBeUndefined();
    expect(faultWith('x-amz-date')).toBe('mismatch');
  });
});
