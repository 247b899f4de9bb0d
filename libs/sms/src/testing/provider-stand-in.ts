import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Stands in for a provider on loopback: gives every request the same answer, and keeps what it was asked. */
export class ProviderStandIn {
  /** What it was asked, in order. */
  readonly asked: (Pick<IncomingMessage, 'url' | 'headers'> & { readonly body: string })[] = [];
  #answer: { status: number; headers: Record<string, string>; body: string | Uint8Array } = {
    status: 500,
    headers: {},
    body: '',
  };
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  /** @param type media type of its answers */
  constructor(private readonly type: string) {}

  /** Its origin; listens from then on. */
  async listen(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('A TCP server has a port.');
    return `http://127.0.0.1:${address.port}`;
  }

  answerWith(
    status: number,
    body: string | Uint8Array,
    headers: Readonly<Record<string, string>> = {},
  ): void {
    this.#answer = { status, headers: { 'content-type': this.type, ...headers }, body };
  }

  close(): void {
    this.#server.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url, headers } = request;
    this.asked.push({ url, headers, body: (await request.toArray()).join('') });
    response.writeHead(this.#answer.status, this.#answer.headers).end(this.#answer.body);
  }
}
