import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { readBody } from './request-body.js';
import type { Outcome, RequestCounts } from './request-counts.js';
import type { Answer, ProviderRequest, Reply, StandIn } from './stand-in.js';

/** The longest a dripped answer takes in all, in ms; what is left then goes out at once. */
const LONGEST_DRIP_MS = 60_000;

/** Raised inside an exchange whose caller went away before the request was read. */
export class CallerGoneError extends Error {
  override readonly name = 'CallerGoneError';
}

/** One request and the ways there are of answering it, or of not answering it. */
export class Exchange {
  constructor(
    private readonly incoming: IncomingMessage,
    private readonly outgoing: ServerResponse,
    readonly standIn: StandIn,
    private readonly counts: RequestCounts,
  ) {}

  /** @throws {CallerGoneError} when the caller goes away first. */
  async read(): Promise<ProviderRequest> {
    const body = await readBody(this.incoming);
    if (body === undefined) throw new CallerGoneError('The caller went away before its request was read.');
    const { method = 'GET', url = '/', headers } = this.incoming;
    const mark = url.indexOf('?');
    return {
      method,
      path: mark < 0 ? url : url.slice(0, mark),
      search: mark < 0 ? '' : url.slice(mark + 1),
      headers,
      body,
    };
  }

  /** Reads the request and lets the healthy provider reply to it. */
  async ask(): Promise<Reply> {
    const request = await this.read();
    const reply = this.standIn.answer(request);
    if (reply.outcome === 'accepted') this.counts.take();
    return reply;
  }

  answer({ answer, outcome }: Reply): Outcome {
    this.#head(answer);
    this.outgoing.end(answer.body);
    return outcome;
  }

  async answerLate(reply: Reply, latencyMs: number): Promise<Outcome> {
    await wait(latencyMs, undefined, { ref: false });
    return this.answer(reply);
  }

  /** Writes one byte every `everyMs`; ends early when the caller goes away. */
  drip({ answer, outcome }: Reply, everyMs: number): Outcome {
    this.#head(answer);
    const bytes = Buffer.from(answer.body);
    const enough = Math.ceil(LONGEST_DRIP_MS / everyMs);
    let sent = 0;
    const timer = setInterval(() => {
      this.outgoing.write(bytes.subarray(sent, sent + 1));
      sent += 1;
      if (sent >= bytes.length || sent >= enough) {
        clearInterval(timer);
        this.outgoing.end(bytes.subarray(sent));
      }
    }, everyMs).unref();
    this.outgoing.flushHeaders();
    this.outgoing.once('close', () => clearInterval(timer));
    return outcome;
  }

  /** Promises the whole body and delivers half of it. */
  cutShort({ answer }: Reply): Outcome {
    this.#head(answer);
    const bytes = Buffer.from(answer.body);
    this.outgoing.write(bytes.subarray(0, bytes.length / 2), () => this.outgoing.destroy());
    return 'unusable';
  }

  /** Sends a TCP reset. */
  reset(): Outcome {
    this.incoming.socket.resetAndDestroy();
    return 'reset';
  }

  /** Closes the connection without a word. */
  drop(): Outcome {
    this.incoming.socket.destroy();
    return 'refused';
  }

  #head({ status, headers, body }: Answer): void {
    this.outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  }
}
