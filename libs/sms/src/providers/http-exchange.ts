import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { TimeIsUpError } from '../resilience/time-limit.js';
import { decode } from './content-coding.js';
import type { InStep } from './in-step.js';
import { isWholeDocument } from './whole-document.js';

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; one that was said several times has its values joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded, whatever `content-encoding` says. */
  readonly body: string;
}

/**
 * How far a request got before it failed:
 * `connecting` – not one byte was written; `written` – the provider may have read it;
 * `answering` – a status arrived, and not the whole of the body.
 */
export type ExchangePhase =
  | { readonly name: 'connecting' }
  | { readonly name: 'written' }
  | { readonly name: 'answering'; readonly partial: HttpAnswer };

/** A request that got no complete answer. Holds no request data. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';

  constructor(
    readonly phase: ExchangePhase,
    /** `ECONNREFUSED`, `UND_ERR_SOCKET`, `TIME_IS_UP`, `ABORTED`… */
    readonly code: string,
  ) {
    super(`No complete answer (${code}, ${phase.name}).`);
  }
}

/** An answer longer than this, as it came or decoded, is not one of a provider's; 256 KiB. */
const MAX_ANSWER_BYTES = 256 * 1024;
/** Code of a request whose answer was given up as too long. */
export const TOO_LONG = 'ANSWER_TOO_LONG';

/**
 * Follows one request on a socket and settles {@link answer} exactly once, at the latest when the signal aborts.
 *
 * An answer that lacks its end alone is one all the same: what the provider says is known.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<HttpAnswer>;
  readonly #resolve: (answer: HttpAnswer) => void;
  readonly #reject: (failure: TransportFailure) => void;
  readonly #signal: AbortSignal;
  readonly #onAbort = () => this.#abort();
  #controller: Dispatcher.DispatchController | undefined;
  #status: number | undefined;
  #headers: HttpAnswer['headers'] = {};
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** @param inStep what follows a complete answer is left to */
  constructor(
    signal: AbortSignal,
    private readonly inStep: InStep,
  ) {
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    this.answer = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = signal;
    if (signal.aborted) this.#abort();
    else signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Still in the pool's queue when its time ran out: it must not be written any more.
    if (this.#signal.aborted) {
      controller.abort(new TransportFailure({ name: 'connecting' }, 'ABORTED'));
      return;
    }
    this.#controller = controller;
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = singleValued(headers);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > MAX_ANSWER_BYTES) controller.abort(new TransportFailure(this.#phase(), TOO_LONG));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    const body = this.#body();
    if (body === undefined) {
      this.#reject(new TransportFailure(this.#phase(), TOO_LONG));
      return;
    }
    const answer = { status: this.#status ?? 0, headers: this.#headers, body };
    this.inStep.goOn(() => this.#resolve(answer));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#fail(
      error instanceof TransportFailure ? error : new TransportFailure(this.#phase(), codeOf(error)),
    );
  }

  #abort(): void {
    const failure = new TransportFailure(this.#phase(), abortCodeOf(this.#signal));
    this.#fail(failure);
    this.#controller?.abort(failure);
  }

  #fail(failure: TransportFailure): void {
    const { phase } = failure;
    if (phase.name === 'answering' && isWholeDocument(phase.partial.body)) this.#resolve(phase.partial);
    else this.#reject(failure);
  }

  #phase(): ExchangePhase {
    if (this.#controller === undefined) return { name: 'connecting' };
    if (this.#status === undefined) return { name: 'written' };
    const partial = { status: this.#status, headers: this.#headers, body: this.#body() ?? '' };
    return { name: 'answering', partial };
  }

  /** As far as it arrived; `undefined` when it is too long once decoded. */
  #body(): string | undefined {
    const [only] = this.#chunks;
    const body = this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks);
    return decode(body, this.#headers['content-encoding'], MAX_ANSWER_BYTES)?.toString('utf8');
  }
}

/** What a transport, or the file system, calls its failure. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** What the abortion of a call is called. */
export function abortCodeOf({ reason }: AbortSignal): 'TIME_IS_UP' | 'ABORTED' {
  return reason instanceof TimeIsUpError ? 'TIME_IS_UP' : 'ABORTED';
}

/** Each header with one value. */
export function singleValued(headers: IncomingHttpHeaders): Record<string, string> {
  const single: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) single[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return single;
}
