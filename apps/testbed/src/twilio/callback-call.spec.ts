import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { callBack, callbackTargetOf } from './callback-call.js';

/** The idempotency tokens of the requests that Node's `fetch` made, empty where there was none. */
let tokens: string[];
let url: string;
let answer: (response: ServerResponse) => void;
const server = createServer((request, response) => {
  request.resume().once('end', () => answer(response));
});

const call = (fragment = '') =>
  callBack(
    callbackTargetOf(`${url}#${fragment}`),
    new URLSearchParams({ MessageStatus: 'sent' }),
    'signature',
    new AbortController().signal,
  );

beforeEach(async () => {
  tokens = [];
  subscribe('undici:request:create', note);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  assert(typeof address === 'object' && address !== null);
  url = `http://127.0.0.1:${address.port}/status`;
});

afterEach(() => {
  unsubscribe('undici:request:create', note);
  server.close();
  server.closeAllConnections();
});

describe('callBack', () => {
  it('calls once more, with a token, where nobody listens, and leaves it at that', async () => {
    server.close();
    await once(server, 'close');
    await call();
    expect(tokens).toEqual(['', expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['answers 500', (response) => response.writeHead(500).end()],
    ['has read it and hangs up', (response) => response.socket?.resetAndDestroy()],
    ['does not answer in time', () => {}],
  ])('calls a receiver once that %s', async (_, behaviour) => {
    answer = behaviour;
    await call('rt=100');
    expect(tokens).toEqual(['']);
  });
});

describe('callbackTargetOf', () => {
  it.each([
    ['http://127.0.0.1/x?m=1', 15_000],
    ['http://127.0.0.1/x?m=1#rc=2&rt=2000', 2_000],
    ['http://127.0.0.1/x?m=1#rt=60000', 15_000],
    ['http://127.0.0.1/x?m=1#rt=soon', 15_000],
  ])('reads %s', (given, answerLimitMs) => {
    expect(callbackTargetOf(given)).toEqual({ url: 'http://127.0.0.1/x?m=1', answerLimitMs });
  });
});

function note(event: unknown): void {
  if (typeof event !== 'object' || event === null || !('request' in event)) return;
  const { request } = event;
  if (typeof request !== 'object' || request === null || !('headers' in request)) return;
  const headers: unknown[] = Array.isArray(request.headers) ? request.headers : [];
  const name = headers.indexOf('i-twilio-idempotency-token');
  tokens.push(name < 0 ? '' : String(headers[name + 1]));
}
