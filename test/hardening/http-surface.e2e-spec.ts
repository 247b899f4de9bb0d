import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningAuth, startAuth } from '../support/running-auth.js';

const PAGE = 'https://app.example';
/** What every answer says, whatever it answers. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': /max-age=\d{8}/,
  'content-security-policy': /default-src 'self'/,
  'cache-control': 'no-store',
};

let auth: RunningAuth;

afterEach(() => auth.close());

const start = async (variables: Readonly<Record<string, string>> = {}) => {
  auth = await startAuth(variables);
};
const ask = (method: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${auth.url}/v1/challenges`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body: '{"phoneNumber":"+447400123456"}' }),
  });
const preflight = (origin: string) =>
  ask('OPTIONS', {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type',
  });
const allowedBy = (answer: Response) => answer.headers.get('access-control-allow-origin');

/** A request without a body, after which the connection is closed. */
function closing(line: string, headers = ''): string {
  return `${line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${headers}\r\n`;
}

/** What comes back for bytes that are followed by nothing, until the other side hangs up. */
async function answerToSilenceAfter(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(auth.url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}

/** What no route sees is a problem too, which nobody keeps and no browser guesses at. */
function expectBareProblem(answer: string, status: number, code: string): void {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head).toMatch(/^content-type: application\/problem\+json/m);
  expect(head).toMatch(/^cache-control: no-store\r?$/m);
  expect(head).toMatch(/^x-content-type-options: nosniff\r?$/m);
  expect(JSON.parse(body)).toMatchObject({ status, code, type: `/problems/${code}` });
}

describe('what cannot be read', () => {
  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400, 'malformed-request'],
    ['headers of 64 KiB', `GET / HTTP/1.1\r\nx: ${'x'.repeat(65_536)}\r\n\r\n`, 400, 'malformed-request'],
    ['an address that is none', closing('GET /v1/challenges/%zz'), 400, 'malformed-request'],
    ['an id without end', closing(`GET /v1/challenges/${'x'.repeat(2_000)}`), 414, 'uri-too-long'],
  ])('is a problem like any other: %s', async (_, bytes, status, code) => {
    await start();
    expectBareProblem(await answerToSilenceAfter(bytes), status, code);
  });

  it('is not made of an expectation that nobody has to meet', async () => {
    await start();
    const bytes = closing('GET /health/live', 'expect: the unexpected\r\n');
    expect(await answerToSilenceAfter(bytes)).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe('every answer', () => {
  it('has the headers that keep browsers from doing harm with it, and does not name the server', async () => {
    await start();
    for (const path of ['/v1/challenges', '/v1/account', '/health/live', '/no-such-page']) {
      const { headers } = await fetch(`${auth.url}${path}`);
      for (const [name, value] of Object.entries(HEADERS))
        expect(headers.get(name), `${name} of ${path}`).toEqual(
          typeof value === 'string' ? value : expect.stringMatching(value),
        );
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
      expect(headers.get('set-cookie')).toBeNull();
    }
  });
});

describe('a page of another origin', () => {
  it('may not call, as long as no origin is named', async () => {
    await start();
    for (const answer of [await preflight(PAGE), await ask('POST', { origin: PAGE })])
      expect(allowedBy(answer)).toBeNull();
  });

  it('may call when it is named, and read what it needs, and no other may', async () => {
    await start({ CORS_ORIGINS: `https://other.example, ${PAGE}` });
    const answer = await preflight(PAGE);
    expect(answer.status).toBe(204);
    expect(allowedBy(answer)).toBe(PAGE);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    const asked = await ask('POST', { origin: PAGE });
    expect([asked.status, allowedBy(asked)]).toEqual([202, PAGE]);
    expect(asked.headers.get('access-control-expose-headers')).toBe(
      'x-request-id, retry-after, www-authenticate',
    );
    expect((await ask('OPTIONS')).status).toBe(204);
    for (const origin of ['https://evil.example', `${PAGE}.evil.example`, 'http://app.example', 'null'])
      expect(allowedBy(await preflight(origin))).not.toBe(origin);
  });

  it('may read what no route sees, too, when it is named', async () => {
    await start({ CORS_ORIGINS: `https://other.example, ${PAGE}` });
    const askEndlessly = (origin: string) =>
      fetch(`${auth.url}/v1/challenges/${'x'.repeat(2_000)}`, { headers: { origin } });
    const answer = await askEndlessly(PAGE);
    expect([answer.status, allowedBy(answer)]).toEqual([414, PAGE]);
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-request-id');
    expect(answer.headers.get('vary')).toBe('origin, accept-language');
    expect(allowedBy(await askEndlessly('https://evil.example'))).toBeNull();
    await auth.close();
    await start();
    expect(allowedBy(await askEndlessly(PAGE))).toBeNull();
  });
});

describe('a client that takes its time', () => {
  it.each([
    ['headers', 'POST /v1/challenges HTTP/1.1\r\nhost: a\r\n'],
    [
      'its body',
      'POST /v1/challenges HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
    ],
  ])(
    'with %s is hung up on, while others are served',
    async (_, bytes) => {
      await start();
      const waiting = Array.from({ length: 50 }, () => answerToSilenceAfter(bytes));
      expect((await ask('POST')).status).toBe(202);
      for (const answer of await Promise.all(waiting)) expectBareProblem(answer, 408, 'request-timeout');
    },
    30_000,
  );
});
