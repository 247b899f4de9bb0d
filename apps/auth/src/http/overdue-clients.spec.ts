import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, assert, beforeEach, expect, it } from 'vitest';
import { letGoOfOverdueClients } from './overdue-clients.js';

let server: FastifyInstance;
let sockets: Socket[];
/** Answers the requests that were read. */
let answer: () => void;
let read: PromiseWithResolvers<void>;

beforeEach(async () => {
  sockets = [];
  read = Promise.withResolvers();
  const answered = Promise.withResolvers<void>();
  answer = answered.resolve;
  server = Fastify();
  letGoOfOverdueClients(server, server.server, 20);
  server.post('/', async () => {
    read.resolve();
    await answered.promise;
    return 'answered';
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  answer();
  await server.close();
});

const send = async (bytes: string) => {
  const address = server.server.address();
  assert(typeof address === 'object' && address !== null);
  const socket = connect(address.port, '127.0.0.1');
  sockets.push(socket);
  const arrived = once(server.server, 'connection');
  await Promise.all([once(socket, 'connect'), arrived]);
  socket.write(bytes);
  return socket;
};

it.each([
  ['its headers', 'POST / HTTP/1.1\r\nHost: a\r\nContent-'],
  ['its body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nhalf'],
  ['nothing', ''],
])('lets go of a client that still sends %s when the port closes', async (_, bytes) => {
  const socket = await send(bytes);
  const ended = once(socket.resume(), 'close');
  await server.close();
  await ended;
});

it('answers a request that was read, however long after the port began to close', async () => {
  const trickling = await send('POST / HTTP/1.1\r\nHost: a\r\nContent-');
  const asking = await send(
    'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nit',
  );
  await read.promise;
  const [closing, letGo] = [server.close(), once(trickling, 'close')];
  await letGo;
  answer();
  expect(await text(asking)).toContain('answered');
  await closing;
});
