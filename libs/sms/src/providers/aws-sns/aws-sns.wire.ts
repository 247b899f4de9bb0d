import type { IncomingHttpHeaders } from 'node:http';
import type { HttpHandler, HttpRequest } from '@smithy/core/protocols';
import { HttpResponse } from '@smithy/core/protocols';
import type { ProviderTransport } from '../provider-transport.js';

/** The SDK's own extension point for HTTP, over the provider's transport. */
export function requestHandlerOver(transport: ProviderTransport): HttpHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async ({ method, path, headers, body }: HttpRequest) => {
      const answer = await transport.exchange({
        method: method === 'GET' ? 'GET' : 'POST',
        path,
        headers,
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
