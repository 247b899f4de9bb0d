import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { HttpHandler, HttpRequest } from '@smithy/core/protocols';
import { buildQueryString, HttpResponse } from '@smithy/core/protocols';
import { Agent } from 'undici';
import { orAborted } from '../resilience/or-aborted.js';
import { CredentialsError, credentialsErrorOf, credentialsGivenUp } from './aws-credentials.error.js';
import { UNCODED } from './content-coding.js';
import { codeOf, singleValued } from './http-exchange.js';
import { ProviderCall } from './provider-transport.js';

type Find = ReturnType<typeof defaultProvider>;

export interface AwsCredentialLimits {
  /** For DNS, TCP and TLS together, in ms. */
  readonly connectTimeoutMs: number;
  /** For the head of an answer, and for each pause within its body, in ms; five seconds at most. */
  readonly requestTimeoutMs: number;
}

/** All sends wait for one question: one that is lost must not hold them up for half a minute. */
const MAX_SILENCE_MS = 5000;

/**
 * Credentials from the places where the SDK looks, over connections of their own: for a role it asks STS, and the
 * provider's transport leads to the provider alone.
 *
 * All calls wait for one question, each until its own signal aborts.
 */
export class AwsCredentialChain {
  readonly #agent: Agent;
  readonly #find: Find;

  constructor({ connectTimeoutMs, requestTimeoutMs }: AwsCredentialLimits) {
    const silenceMs = Math.min(requestTimeoutMs, MAX_SILENCE_MS);
    const connect = { timeout: connectTimeoutMs };
    this.#agent = new Agent({ connect, headersTimeout: silenceMs, bodyTimeout: silenceMs });
    this.#find = defaultProvider({
      clientConfig: { requestHandler: handlerOver(this.#agent), maxAttempts: 1 },
    });
  }

  /**
   * What a client of the SDK is given as `credentials`; it remembers them by itself.
   *
   * @throws {CredentialsError} for every failure; nothing was sent.
   */
  provider() {
    const find = async (...client: Parameters<Find>) => {
      const signal = ProviderCall.current()?.signal;
      const finding = this.#find(...client);
      try {
        return await (signal ? orAborted(finding, signal, () => credentialsGivenUp(signal)) : finding);
      } catch (error) {
        throw credentialsErrorOf(error);
      }
    };
    // Else the SDK would have all calls wait for the one that asked first, and end with its signal.
    return Object.assign(find, { memoized: true });
  }

  /** Ends what is asked. */
  close(): void {
    void this.#agent.destroy();
  }
}

/** The SDK's own extension point for HTTP, to any host. */
function handlerOver(agent: Agent): HttpHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request: HttpRequest) => {
      try {
        return { response: await exchange(agent, request) };
      } catch (error) {
        throw new CredentialsError('unavailable', codeOf(error));
      }
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}

async function exchange(agent: Agent, request: HttpRequest): Promise<HttpResponse> {
  const { protocol, hostname, port, method, path, query, headers } = request;
  const text: unknown = request.body;
  const answer = await agent.request({
    origin: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`,
    path: Object.keys(query).length === 0 ? path : `${path}?${buildQueryString(query)}`,
    method: method === 'GET' ? 'GET' : 'POST',
    headers: { ...headers, ...UNCODED },
    ...(typeof text === 'string' || text instanceof Uint8Array ? { body: text } : {}),
  });
  const body = Buffer.from(await answer.body.arrayBuffer());
  return new HttpResponse({ statusCode: answer.statusCode, headers: singleValued(answer.headers), body });
}
