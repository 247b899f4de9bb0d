import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterEach, assert, describe, expect, it, vi } from 'vitest';
import { TransportFailure } from './http-exchange.js';
import { ProviderCall, ProviderTransport } from './provider-transport.js';

const REQUEST = { method: 'POST', path: '/messages?x=1', headers: { 'x-a': 'b' }, body: 'to=1' } as const;
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0).toReversed()) await close();
});

const listening = async (server: TcpServer | Server) => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  assert(typeof address === 'object' && address !== null);
  return address;
};
const transportTo = ({ port }: Pick<AddressInfo, 'port'>, connections = 4) => {
  const transport = new ProviderTransport(`http://127.0.0.1:${port}`, {
    connections,
    connectTimeoutMs: 2000,
  });
  closing.push(() => transport.close());
  return transport;
};
const toHttp = async (
  listener: (...exchange: Parameters<RequestListener>) => unknown,
  connections?: number,
) => transportTo(await listening(createServer((...exchange) => void listener(...exchange))), connections);
const toSocket = async (onSocket: (socket: Socket) => void) =>
  transportTo(await listening(createTcpServer((socket) => onSocket(socket.on('error', () => {})))));
const exchange = (transport: ProviderTransport, signal = new AbortController().signal) => {
  const call = new ProviderCall(signal);
  return call.run(() => transport.exchange(REQUEST));
};
const failureOf = async (exchanging: Promise<unknown>) => {
  const outcome = await exchanging.catch((error: unknown) => error);
  assert(outcome instanceof TransportFailure);
  return outcome;
};
const bodyOf = async (request: IncomingMessage) => (await request.toArray()).join('');

describe('ProviderTransport', () => {
  it('goes straight to its origin, whatever proxy the environment names', async () => {
    for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'])
      vi.stubEnv(name, 'http://127.0.0.1:1');
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    const transport = await toHttp((_, response) => response.end('straight'));
    await expect(exchange(transport)).resolves.toMatchObject({ body: 'straight' });
  });

  it('sends the request as given and reads the whole answer', async () => {
    const seen: unknown[] = [];
    const transport = await toHttp(async (request, response) => {
      seen.push(request.method, request.url, request.headers['x-a'], await bodyOf(request));
      response.writeHead(201, { 'content-type': 'text/plain' });
      response.write('one ');
      response.end('tẅo');
    });
    const answer = await exchange(transport);
    expect(seen).toEqual(['POST', '/messages?x=1', 'b', 'to=1']);
    expect(answer).toMatchObject({ status: 201, headers: { 'content-type': 'text/plain' }, body: 'one tẅo' });
  });

  it('keeps its connection for the next request', async () => {
    const ports = new Set<number | undefined>();
    const transport = await toHttp((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('ok');
    }, 1);
    for (let made = 0; made < 3; made += 1) await exchange(transport);
    expect(ports.size).toBe(1);
  });

  it('knows that nothing was written where the connection is refused', async () => {
    const server = createTcpServer();
    const { port } = await listening(server);
    await closing.pop()?.();
    const failure = await failureOf(exchange(transportTo({ port })));
    expect(failure).toMatchObject({ phase: { name: 'connecting' }, code: 'ECONNREFUSED' });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['by a reset', (socket) => socket.once('data', () => socket.resetAndDestroy())],
    ['by an orderly end', (socket) => socket.once('data', () => socket.end())],
  ])('takes a request for written when the connection breaks %s', async (_, onSocket) => {
    const failure = await failureOf(exchange(await toSocket(onSocket)));
    expect(failure.phase).toEqual({ name: 'written' });
  });

  it('keeps what arrived of an answer that is cut short', async () => {
    const head = 'HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n';
    const transport = await toSocket((socket) => socket.once('data', () => socket.end(`${head}{"sid":"`)));
    const { phase } = await failureOf(exchange(transport));
    expect(phase).toMatchObject({ name: 'answering', partial: { status: 201, body: '{"sid":"' } });
  });

  it.each([
    '{"code":21610,"status":400}',
    '<?xml version="1.0"?>\n<ErrorResponse><Error><Code>Throttled</Code></Error></ErrorResponse>\n',
  ])('reads an answer of which the end alone is missing: %s', async (body) => {
    const chunk = `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`;
    const head = 'HTTP/1.1 400 Bad Request\r\ntransfer-encoding: chunked\r\n\r\n';
    const transport = await toSocket((socket) => socket.once('data', () => socket.end(head + chunk)));
    await expect(exchange(transport)).resolves.toMatchObject({ status: 400, body });
  });

  it('takes what is not HTTP for no answer', async () => {
    const transport = await toSocket((socket) => socket.once('data', () => socket.end('220 smtp ready\r\n')));
    expect((await failureOf(exchange(transport))).phase).toEqual({ name: 'written' });
  });

  it('gives up an answer that does not end', async () => {
    const transport = await toHttp((_, response) => {
      response.writeHead(200);
      response.end('x'.repeat(300_000));
    });
    const failure = await failureOf(exchange(transport));
    expect(failure).toMatchObject({ phase: { name: 'answering' }, code: 'ANSWER_TOO_LONG' });
  });

  it('asks for bodies as they are, which saying nothing would not', async () => {
    const asked: unknown[] = [];
    const transport = await toHttp((request, response) => {
      asked.push(request.headers['accept-encoding'], request.headers['x-a']);
      response.end();
    });
    await exchange(transport);
    expect(asked).toEqual(['identity', 'b']);
  });

  it('reads a body that comes compressed all the same', async () => {
    const transport = await toHttp((_, response) => {
      response.writeHead(400, { 'content-encoding': 'gzip' }).end(gzipSync('one tẅo'));
    });
    await expect(exchange(transport)).resolves.toMatchObject({ status: 400, body: 'one tẅo' });
  });

  it('gives up an answer that is short only as long as it is compressed', async () => {
    const transport = await toHttp((_, response) => {
      response.writeHead(200, { 'content-encoding': 'deflate' }).end(deflateSync('x'.repeat(300_000)));
    });
    const failure = await failureOf(exchange(transport));
    expect(failure).toMatchObject({ phase: { name: 'answering', partial: { status: 200 } } });
    expect(failure.code).toBe('ANSWER_TOO_LONG');
  });

  it('keeps what arrived of a compressed answer that is cut short', async () => {
    const compressed = gzipSync('{"sid":"1"');
    const length = `content-length: ${compressed.length}`;
    const head = `HTTP/1.1 201 Created\r\ncontent-encoding: gzip\r\n${length}\r\n\r\n`;
    const cut = Buffer.concat([Buffer.from(head), compressed.subarray(0, -8)]);
    const transport = await toSocket((socket) => socket.once('data', () => socket.end(cut)));
    const { phase } = await failureOf(exchange(transport));
    expect(phase).toMatchObject({ name: 'answering', partial: { status: 201, body: '{"sid":"1"' } });
  });

  it('skips an informational answer', async () => {
    const final = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
    const transport = await toSocket((socket) =>
      socket.once('data', () => socket.end(`HTTP/1.1 103 Early Hints\r\n\r\n${final}`)),
    );
    await expect(exchange(transport)).resolves.toMatchObject({ status: 200, body: 'ok' });
  });

  it('takes an informational answer alone for none', async () => {
    const transport = await toSocket((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 103 Early Hints\r\n\r\n')),
    );
    expect((await failureOf(exchange(transport))).phase).toEqual({ name: 'written' });
  });

  it('refuses to send outside of a call', async () => {
    const transport = await toHttp((_, response) => response.end());
    await expect(transport.exchange(REQUEST)).rejects.toThrow(
      'A provider was called outside of a ProviderCall.',
    );
  });

  it('leaves its answer, or its failure, with the call', async () => {
    const transport = await toHttp((_, response) => response.end('ok'));
    const good = new ProviderCall(new AbortController().signal);
    const answer = await good.run(() => transport.exchange(REQUEST));
    expect(good.answer).toBe(answer);
    const bad = new ProviderCall(AbortSignal.abort());
    const failure = await failureOf(bad.run(() => transport.exchange(REQUEST)));
    expect(bad.failure).toBe(failure);
  });

  it('can be closed twice', async () => {
    const transport = await toHttp((_, response) => response.end('ok'));
    await exchange(transport);
    await transport.close();
    await expect(transport.close()).resolves.toBeUndefined();
  });
});
