import type { IncomingHttpHeaders } from 'node:http';
import type { HttpHandler, HttpRequest } from '@smithy/core/protocols';
import { HttpResponse } from '@smithy/core/protocols';
import type { RetryStrategy } from '@smithy/types';
import type { AwsCredentials } from './aws-credentials.js';
import { signerSha256 } from './aws-sha256.js';
import type { ProviderTransport } from './provider-transport.js';

/** The origin of a service's API in a region. */
export function awsOriginOf(service: string, region: string): string {
  return `https://${service}.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
}

export interface AwsClientSettings {
  readonly region: string;
  readonly credentials?: AwsCredentials;
}

/**
 * Retries have one owner, and it is not the SDK: by default it sends one message up to three times. Its own strategy, told
 * to make one attempt, counts tokens for the others.
 */
const ONCE: RetryStrategy = { retry: (next, args) => next(args) };

/** What the SDK's client of any AWS service is made with, so that its requests go over `transport` and once only. */
export function awsClientConfigOver(
  transport: ProviderTransport,
  origin: string,
  { region, credentials }: AwsClientSettings,
) {
  return {
    region,
    endpoint: origin,
    requestHandler: requestHandlerOver(transport),
    maxAttempts: 1,
    retryStrategy: ONCE,
    cacheMiddleware: true,
    sha256: signerSha256(),
    ...(credentials && { credentials }),
  };
}

/** Steps of the SDK that do nothing for a message: together a sixth of what a send costs. */
const IDLE_STEPS = ['loggerMiddleware', 'recursionDetectionMiddleware', 'getUserAgentMiddleware'];
const USER_AGENT = 'standby-sms';

/** The same client without the steps of the SDK that log, count and describe. */
export function withoutIdleSteps<Client extends { middlewareStack: { remove(name: string): boolean } }>(
  client: Client,
): Client {
  for (const step of IDLE_STEPS) client.middlewareStack.remove(step);
  return client;
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
        headers: singleValued(answer.headers),
        body: Buffer.from(answer.body),
      });
      return { response };
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}

function singleValued(headers: IncomingHttpHeaders): Record<string, string> {
  const single: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) single[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return single;
}
