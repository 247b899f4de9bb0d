import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a client and a service, and can lose an answer: the service gave it, the client never gets it. */
export class LossyProxy {
  #next: 'passes' | 'is lost' = 'passes';
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    /** Origin to ask in the place of the service. */
    readonly url: string,
  ) {}

  /** @param origin of the service, on loopback */
  static async before(origin: string): Promise<LossyProxy> {
    const port = Number(new URL(origin).port);
    const server = createServer((client) => {
      const service = connect(port, '127.0.0.1');
      proxy.#sockets.add(client).add(service);
      for (const socket of [client, service]) socket.on('error', () => {});
      client.pipe(service);
      service.on('data', (chunk) => {
        if (proxy.#next === 'passes') {
          client.write(chunk);
          return;
        }
        proxy.#next = 'passes';
        client.destroy();
        service.destroy();
      });
      service.on('close', () => client.destroy());
      client.on('close', () => service.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new TypeError('A TCP server has a port.');
    const proxy = new LossyProxy(server, `http://127.0.0.1:${address.port}`);
    return proxy;
  }

  /** Cuts the connection when the next answer comes. */
  loseNextAnswer(): void {
    this.#next = 'is lost';
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.server, 'close');
  }
}
