import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AwsKeys } from '../credentials.js';
import { readBody } from '../request-body.js';
import type { DeliveryLog } from './delivery-log.js';
import { LogsStandIn } from './logs.routes.js';

/** Where calls of CloudWatch Logs come in; it carries no messages, and has no faults but a quota. */
export class LogsDoor {
  readonly #standIn: LogsStandIn;

  constructor(keys: AwsKeys, log: DeliveryLog, now: () => Date) {
    this.#standIn = new LogsStandIn(keys, log, now);
  }

  async receive(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    if (body === undefined) return;
    const { method = 'POST', url = '/', headers: asked } = incoming;
    const [path = '/', search = ''] = url.split('?', 2);
    const {
      status,
      headers,
      body: text,
    } = this.#standIn.answer({ method, path, search, headers: asked, body });
    outgoing.writeHead(status, headers).end(text);
  }
}
