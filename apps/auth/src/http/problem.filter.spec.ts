import { ConsoleLogger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuthApp, startAuthApp } from '../testing/auth-app.js';

let auth: AuthApp;

beforeAll(async () => {
  auth = await startAuthApp();
});

afterAll(() => auth.app.close());

const JSON_TYPE = 'application/json';
const post = (payload: string, contentType = JSON_TYPE, url = '/v1/challenges') =>
  auth.app.inject({ method: 'POST', url, payload, headers: { 'content-type': contentType } });

describe('a body that cannot be used', () => {
  it.each([
    ['no JSON', '{', 400, 'malformed-json'],
    ['nothing', '', 400, 'validation-failed'],
    ['a space', ' ', 400, 'malformed-json'],
    ['a null', 'null', 400, 'validation-failed'],
    ['an array', '[]', 400, 'validation-failed'],
    ['an array of bodies', '[{"phoneNumber":"+447400900123"}]', 400, 'validation-failed'],
    ['a string', '"x"', 400, 'validation-failed'],
    ['a number', '1e999', 400, 'validation-failed'],
    ['an empty object', '{}', 400, 'validation-failed'],
    ['a number for a text', '{"phoneNumber":447400900123}', 400, 'validation-failed'],
    ['an array for a text', '{"phoneNumber":["+447400900123"]}', 400, 'validation-failed'],
    ['an object for a text', '{"phoneNumber":{"$gt":""}}', 400, 'validation-failed'],
    [
      'an object that pretends to be a text',
      '{"phoneNumber":{"length":5,"toString":"x"}}',
      400,
      'validation-failed',
    ],
    ['a field too many', '{"phoneNumber":"+447400900123","admin":true}', 400, 'validation-failed'],
    ['a huge text', `{"phoneNumber":"${'9'.repeat(15_000)}"}`, 400, 'validation-failed'],
    [
      'a locale that is none',
      '{"phoneNumber":"+447400900123","locale":"../../etc"}',
      400,
      'validation-failed',
    ],
    ['a null byte', '{"phoneNumber":"+4474009\\u000000123"}', 422, 'phone-number-invalid'],
    ['a lone surrogate', '{"phoneNumber":"\\ud800"}', 422, 'phone-number-invalid'],
    ['a number without its country', '{"phoneNumber":"07400900123"}', 422, 'phone-number-invalid'],
    ['a landline', '{"phoneNumber":"+442079460000"}', 422, 'phone-number-not-mobile'],
    ['a toll-free number', '{"phoneNumber":"+18005550199"}', 422, 'phone-number-not-served'],
    ['a prototype', '{"__proto__":{"x":1},"phoneNumber":"+447400900123"}', 400, 'malformed-json'],
    ['a constructor', '{"constructor":{"prototype":{}},"phoneNumber":"x"}', 400, 'malformed-json'],
    ['a deep object', `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`, 400, 'validation-failed'],
    ['17 kB', `"${'x'.repeat(17_000)}"`, 413, 'payload-too-large'],
  ])('is refused when it is %s', async (_name, payload, status, code) => {
    const answer = await post(payload);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({ type: `/problems/${code}`, status, code });
    expect(auth.mock.messages).toHaveLength(0);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/xml'])(
    'is refused as %s',
    async (contentType) => {
      const answer = await post('{"phoneNumber":"+447400900123"}', contentType);
      expect(answer.statusCode).toBe(415);
      expect(answer.json()).toMatchObject({ code: 'unsupported-media-type' });
    },
  );

  it('is none where a client that has nothing to say calls it JSON', async () => {
    const { challengeId, code } = await auth.start();
    auth.clock.advance(60);
    expect((await post('', JSON_TYPE, `/v1/challenges/${challengeId}/resend`)).statusCode).toBe(202);
    const { body } = await auth.call('POST', `/v1/challenges/${challengeId}/verification`, { code });
    const headers = { 'content-type': JSON_TYPE, authorization: `Bearer ${String(body.accessToken)}` };
    const ended = await auth.app.inject({ method: 'DELETE', url: '/v1/sessions/current', headers });
    expect(ended.statusCode).toBe(204);
  });

  it.each(['{}', '[]', 'null', '{"phoneNumber":{"a":1}}'])(
    'is told that a number is wanted: %s',
    async (body) => {
      const errors = [{ field: 'phoneNumber', message: 'must be a string' }];
      expect((await post(body)).json()).toMatchObject({ errors });
    },
  );

  it('is told field by field, without being repeated', async () => {
    const { body } = await auth.call('POST', '/v1/challenges', {
      phoneNumber: ['+447400900123'],
      nickname: 'whale',
    });
    expect(body.errors).toEqual([
      { field: 'nickname', message: 'is not a field of this request' },
      { field: 'phoneNumber', message: 'must be a string' },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/whale|7400900123/);
  });
});

describe('an address that leads nowhere', () => {
  it.each([
    ['GET', '/nowhere', 404, 'not-found', undefined],
    ['GET', '/v1/challenges', 405, 'method-not-allowed', 'POST'],
    ['DELETE', '/v1/challenges/x/resend?y=z', 405, 'method-not-allowed', 'POST'],
    ['GET', '/%zz', 400, 'malformed-request', undefined],
    ['POST', `/v1/challenges/${'x'.repeat(2_000)}/resend`, 414, 'uri-too-long', undefined],
  ] as const)('answers %s %s with %i', async (method, url, status, code, allow) => {
    const answer = await auth.app.inject({ method, url });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code });
    expect(answer.headers.allow).toBe(allow);
  });
});

describe('a problem', () => {
  it('is told in the language of the request', async () => {
    const headers = { 'content-type': JSON_TYPE, 'accept-language': 'fr-CA, en;q=0.5' };
    const french = await auth.app.inject({ method: 'POST', url: '/v1/challenges', payload: '{', headers });
    expect(french.headers['content-language']).toBe('fr');
    const payload = '{"phoneNumber":"1","locale":"ja-JP"}';
    const japanese = await auth.app.inject({ method: 'POST', url: '/v1/challenges', payload, headers });
    expect(japanese.headers['content-language']).toBe('ja');
    expect(japanese.json()).toMatchObject({ title: '電話番号が正しくありません' });
  });

  it('of ours shows nothing of its cause', async () => {
    const { challengeId } = await auth.start();
    const message = 'no such table: inside';
    const now = auth.clock.now.bind(auth.clock);
    auth.clock.now = () => {
      throw new Error(message);
    };
    const answer = await auth.call('POST', `/v1/challenges/${challengeId}/resend`);
    auth.clock.now = now;
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal-error' } });
    expect(JSON.stringify(answer.body)).not.toMatch(/inside|\.ts|\.js/);
  });
});

describe('a code that could not be sent', () => {
  it.each([
    ['route-refused', 'warn'],
    ['invalid-request', 'error'],
    ['misconfigured', 'error'],
  ] as const)('is logged, as %s by a line of level %s', async (kind, level) => {
    const logged: unknown[] = [];
    const failing = await startAuthApp();
    const keep =
      (as: string) =>
      (entry: unknown, ...rest: unknown[]) => {
        if (rest.at(-1) === 'ProblemFilter') logged.push([as, entry]);
      };
    const logger = { log: () => {}, warn: keep('warn'), error: keep('error') };
    failing.app.useLogger(Object.assign(new ConsoleLogger(), logger));
    failing.mock.failNext(kind);
    expect(await failing.call('POST', '/v1/challenges', { phoneNumber: '+447400900123' })).toMatchObject({
      status: 503,
    });
    expect(logged).toEqual([[level, expect.objectContaining({ msg: 'a code could not be sent', kind })]]);
    await failing.app.close();
  });
});
