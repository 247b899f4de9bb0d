import type { HttpHandler, HttpRequest } from '@smithy/core/protocols';
import { HttpResponse } from '@smithy/core/protocols';
import type { RetryStrategy } from '@smithy/types';
import toFastProperties from 'to-fast-properties';
import { AwsCredentialChain, type AwsCredentialLimits } from './aws-credential-chain.js';
import type { AwsCredentials } from './aws-credentials.js';
import { signerSha256 } from './aws-sha256.js';
import type { ProviderTransport } from './provider-transport.js';

/** The origin of a service's API in a region. */
export function awsOriginOf(service: string, region: string): string {
  return `https://${service}.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
}

export interface AwsClientSettings extends AwsCredentialLimits {
  readonly region: string;
  /** Absent: they are looked up where the SDK looks. */
  readonly credentials?: AwsCredentials;
}

/**
 * Retries have one owner, and it is not the SDK: by default it sends one message up to three times. Its own strategy, told
 * to make one attempt, counts tokens for the others.
 */
const ONCE: RetryStrategy = { retry: (next, args) => next(args) };

/**
 * What the SDK's client of any AWS service is made with, so that its requests go over `transport` and once only.
 *
 * Destroying the client ends the search for its credentials, too.
 */
export function awsClientConfigOver(
  transport: ProviderTransport,
  origin: string,
  { region, credentials, ...limits }: AwsClientSettings,
) {
  const chain = new AwsCredentialChain(limits);
  return {
    region,
    endpoint: origin,
    // Else the environment may ask for hosts other than the one given, and the SDK refuses every request.
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    requestHandler: { ...requestHandlerOver(transport), destroy: () => chain.close() },
    maxAttempts: 1,
    retryStrategy: ONCE,
    cacheMiddleware: true,
    sha256: signerSha256(),
    credentials: credentials ?? chain.provider(),
  };
}

/** Steps of the SDK that do nothing for a message: together a sixth of what a send costs. */
const IDLE_STEPS = ['loggerMiddleware', 'recursionDetectionMiddleware', 'getUserAgentMiddleware'];
const USER_AGENT = 'standby-sms';

/**
 * Takes out of a client the steps of the SDK that log, count and describe.
 *
 * The others copy its whole configuration four times a request. V8 copies an object in dictionary mode, as the SDK leaves
 * it, eight times slower, so it is put back into fast mode: that saves a sixth of what a send costs.
 */
export function trim(client: {
  readonly middlewareStack: { remove(name: string): boolean };
  readonly config: object;
}): void {
  for (const step of IDLE_STEPS) client.middlewareStack.remove(step);
  toFastProperties(client.config);
}

/** The SDK's own extension point for HTTP, over the provider's transport. */
function requestHandlerOver(transport: ProviderTransport): HttpHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async ({ method, path, headers, body }: HttpRequest) => {
      const answer = await transport.exchange({
        method: method === 'GET' ? 'GET' : 'POST',
        path,
        headers: { ...headers, 'user-agent': USER_AGENT },
        ...(typeof body === 'string' || body instanceof Uint8Array ? { body } : {}),
      });
      const response = new HttpResponse({
        statusCode: answer.status,
        headers: { ...answer.headers },
        body: Buffer.from(answer.body),
      });
      return { response };
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}
