import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Lets go, once the port has been closing for `afterMs`, of clients that still have not sent their whole request. What
 * was read by then is answered, however long that takes.
 *
 * Node itself looks for overdue requests only while its port is open: one client that trickles would keep the process.
 *
 * @param afterMs how long a client may take to send a request, in ms
 */
export function letGoOfOverdueClients(fastify: FastifyInstance, server: Server, afterMs: number): void {
  /** Each open connection, with the request it is at, if any. */
  const open = new Map<Socket, IncomingMessage | undefined>();
  server.on('connection', (socket: Socket) => {
    open.set(socket, undefined);
    socket.once('close', () => open.delete(socket));
  });
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    open.set(socket, request);
    response.once('close', () => {
      if (open.has(socket)) open.set(socket, undefined);
    });
  });
  fastify.addHook('preClose', (done) => {
    setTimeout(() => {
      for (const [socket, request] of open) if (request?.complete !== true) socket.destroy();
    }, afterMs).unref();
    done();
  });
}
