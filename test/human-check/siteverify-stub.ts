import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';

/** How the stub answers a proof. */
export type Behaviour = (form: URLSearchParams, answer: ServerResponse) => void;

/** A stand-in for the siteverify of Turnstile or hCaptcha, on loopback. */
export class SiteverifyStub {
  /** What it was asked, in order. */
  readonly asked: URLSearchParams[] = [];
  /** By default a proof is good that begins with `good`. */
  behave: Behaviour = (form, answer) => {
    const isGood = form.get('response')?.startsWith('good') === true;
    answer.setHeader('content-type', 'application/json');
    answer.end(JSON.stringify({ success: isGood, 'error-codes': isGood ? [] : ['invalid-input-response'] }));
  };

  private constructor(private readonly server: Server) {
    server.on('request', (request, answer) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const form = new URLSearchParams(body);
        this.asked.push(form);
        this.behave(form, answer);
      });
    });
  }

  static async start(): Promise<SiteverifyStub> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new SiteverifyStub(server);
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new TypeError('A TCP server has a port.');
    return `http://127.0.0.1:${address.port}/siteverify`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }
}
