import { AsyncLocalStorage } from 'node:async_hooks';
import { Pool } from 'undici';
import { UNCODED } from './content-coding.js';
import { Exchange, type HttpAnswer, TransportFailure } from './http-exchange.js';
import { InStep } from './in-step.js';

/**
 * One call to a provider, from the adapter down to the socket and back.
 *
 * The SDKs pass neither a signal down nor the raw answer up, so the call travels beside them.
 */
export class ProviderCall {
  answer: HttpAnswer | undefined;
  failure: TransportFailure | undefined;

  constructor(readonly signal: AbortSignal) {}

  /** The call that runs this code; `undefined` outside of {@link run}. */
  static current(): ProviderCall | undefined {
    return currentCall.getStore();
  }

  /** Runs an SDK call whose requests, made through a {@link ProviderTransport}, belong to this call. */
  run<T>(sdkCall: () => Promise<T>): Promise<T> {
    return currentCall.run(this, sdkCall);
  }
}

const currentCall = new AsyncLocalStorage<ProviderCall>();

export interface TransportOptions {
  /** Most sockets kept to the provider; further requests wait for a free one. */
  readonly connections: number;
  /** Limit for DNS, TCP and TLS together, in ms. */
  readonly connectTimeoutMs: number;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** A bounded pool of kept-alive connections to one provider, bounded in time by the caller's signal alone. */
export class ProviderTransport {
  readonly #pool: Pool;
  readonly #inStep = new InStep();

  /** @param origin scheme, host and port, e.g. `https://api.twilio.com` */
  constructor(origin: string, options: TransportOptions) {
    this.#pool = new Pool(origin, {
      connections: options.connections,
      connect: { timeout: options.connectTimeoutMs },
      // The signal of the call covers connecting, waiting and reading; a second timer would only hide it.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * Sends one request and reads its whole answer.
   *
   * @throws {TransportFailure} when there is no complete answer; its phase says how far the request got.
   * @throws {Error} when called outside {@link ProviderCall.run}: a request without a deadline is a bug.
   */
  async exchange(request: HttpRequest): Promise<HttpAnswer> {
    const call = ProviderCall.current();
    if (call === undefined) throw new Error('A provider was called outside of a ProviderCall.');
    const exchange = new Exchange(call.signal, this.#inStep);
    const headers = { ...request.headers, ...UNCODED };
    if (!call.signal.aborted) this.#pool.dispatch({ ...request, headers }, exchange);
    try {
      call.answer = await exchange.answer;
      return call.answer;
    } catch (error) {
      if (error instanceof TransportFailure) call.failure = error;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
