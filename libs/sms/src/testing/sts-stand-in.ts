import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

type Answer = (action: string, response: ServerResponse) => void;

const CREDENTIALS =
  '<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>a-role-secret</SecretAccessKey><SessionToken>a-session</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>';

/** Stands in for STS on loopback; grants every role, until told otherwise. */
export class StsStandIn {
  /** The actions it was asked for, in order. */
  readonly asked: string[] = [];
  #answer: Answer = grantRole;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  /** Its origin; listens from then on. */
  async listen(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('STS does not listen on a port.');
    return `http://127.0.0.1:${address.port}`;
  }

  answerWith(answer: Answer): void {
    this.#answer = answer;
  }

  /** @param message the text of the refusal */
  refuse(status: number, code: string, message: string): void {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
    this.#answer = (_, response) => {
      response.writeHead(status, { 'content-type': 'text/xml' });
      response.end(`<ErrorResponse>${error}</ErrorResponse>`);
    };
  }

  cutShort(): void {
    this.#answer = (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('<Assume', () => response.destroy());
    };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const action = new URLSearchParams((await request.toArray()).join('')).get('Action') ?? '';
    this.asked.push(action);
    this.#answer(action, response);
  }
}

/** What STS says to whoever may have the role. */
export function grantRole(action: string, response: ServerResponse): void {
  response.setHeader('content-type', 'text/xml');
  response.end(`<${action}Response><${action}Result>${CREDENTIALS}</${action}Result></${action}Response>`);
}
