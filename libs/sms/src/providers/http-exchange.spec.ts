import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { Pool } from 'undici';
import { afterEach, assert, beforeEach, describe, expect, it, vi } from 'vitest';
import { TimeIsUpError } from '../resilience/time-limit.js';
import { Exchange, TransportFailure } from './http-exchange.js';
import { InStep } from './in-step.js';

let server: Server;
let pool: Pool;
let answer: RequestListener;
let arrived: PromiseWithResolvers<IncomingMessage>;
const onRequest = vi.fn();

beforeEach(async () => {
  answer = () => {};
  arrived = Promise.withResolvers();
  onRequest.mockClear();
  server = createServer((request, response) => {
    onRequest();
    arrived.resolve(request);
    answer(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  assert(typeof address === 'object' && address !== null);
  pool = new Pool(`http://127.0.0.1:${address.port}`, { connections: 1 });
});

afterEach(async () => {
  await pool.destroy();
  server.closeAllConnections();
  server.close();
});

const start = (signal: AbortSignal) => {
  const exchange = new Exchange(signal, new InStep());
  pool.dispatch({ method: 'POST', path: '/', body: 'to=1' }, exchange);
  return exchange;
};
const failureOf = async ({ answer: exchanging }: Exchange) => {
  const outcome = await exchanging.catch((error: unknown) => error);
  assert(outcome instanceof TransportFailure);
  return outcome;
};

describe('Exchange', () => {
  it('has one value of each header, those said several times joined', async () => {
    answer = (_, response) => {
      response.writeHead(200, [
        ['Content-Type', 'application/json'],
        ['content-type', 'text/html'],
        ['X-Once', '1'],
      ]);
      response.end();
    };
    const { headers } = await start(new AbortController().signal).answer;
    expect(headers).toMatchObject({ 'content-type': 'application/json, text/html', 'x-once': '1' });
  });

  it('fails before anything is written when the signal is aborted already', async () => {
    const exchange = new Exchange(AbortSignal.abort(), new InStep());
    expect(await failureOf(exchange)).toMatchObject({ phase: { name: 'connecting' }, code: 'ABORTED' });
  });

  it.each([
    ['its time is up', new TimeIsUpError(100), 'TIME_IS_UP'],
    ['the caller gives up', undefined, 'ABORTED'],
  ])('lets go of the socket when %s while it waits for an answer', async (_, reason, code) => {
    const caller = new AbortController();
    const exchange = start(caller.signal);
    const { socket } = await arrived.promise;
    const closed = once(socket, 'close');
    caller.abort(reason);
    expect(await failureOf(exchange)).toMatchObject({ phase: { name: 'written' }, code });
    await closed;
  });

  it('is never written once its time ran out in the queue for a socket', async () => {
    const first = new AbortController();
    const second = new AbortController();
    const ahead = start(first.signal);
    await arrived.promise;
    const queued = start(second.signal);
    second.abort();
    expect((await failureOf(queued)).phase).toEqual({ name: 'connecting' });
    first.abort();
    await failureOf(ahead);
    answer = (_, response) => response.end('ok');
    await start(new AbortController().signal).answer;
    expect(onRequest).toHaveBeenCalledTimes(2);
  });

  it('keeps what it has read when it is aborted in the middle of the body', async () => {
    answer = (_, response) => response.writeHead(201).write('{"sid":');
    const caller = new AbortController();
    const exchange = start(caller.signal);
    const read = vi.spyOn(exchange, 'onResponseData');
    await vi.waitFor(() => expect(read).toHaveBeenCalled());
    caller.abort();
    expect((await failureOf(exchange)).phase).toMatchObject({
      name: 'answering',
      partial: { status: 201, body: '{"sid":' },
    });
  });

  it('has its answer when it is aborted where the end alone is missing', async () => {
    answer = (_, response) => response.writeHead(201).write('{"sid":"SM1"}');
    const caller = new AbortController();
    const exchange = start(caller.signal);
    const read = vi.spyOn(exchange, 'onResponseData');
    await vi.waitFor(() => expect(read).toHaveBeenCalled());
    caller.abort();
    await expect(exchange.answer).resolves.toMatchObject({ status: 201, body: '{"sid":"SM1"}' });
  });

  it('is not touched by an abort after the answer', async () => {
    answer = (_, response) => response.end('ok');
    const caller = new AbortController();
    const exchange = start(caller.signal);
    await exchange.answer;
    caller.abort();
    await expect(exchange.answer).resolves.toMatchObject({ status: 200, body: 'ok' });
  });

  it.each<[string, RequestListener]>([
    ['answered', (_, response) => response.end('ok')],
    ['cut off', (request) => request.socket.destroy()],
  ])('takes its listener off the signal once it is %s', async (_, listener) => {
    answer = listener;
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    await start(signal).answer.catch(() => {});
    expect(removed.mock.calls.map(([, handler]) => handler)).toEqual(
      added.mock.calls.map(([, handler]) => handler),
    );
    expect(added).toHaveBeenCalledOnce();
  });
});

describe('TransportFailure', () => {
  it('says how far the request got, and by what name it failed', () => {
    const failure = new TransportFailure({ name: 'written' }, 'UND_ERR_SOCKET');
    expect(failure.message).toBe('No complete answer (UND_ERR_SOCKET, written).');
    expect(failure.cause).toBeUndefined();
  });
});
