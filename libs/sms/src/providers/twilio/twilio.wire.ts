import { stringify } from 'node:querystring';
import twilio from 'twilio';
import type { ProviderTransport } from '../provider-transport.js';

type RequestOptions = Parameters<twilio.RequestClient['request']>[0];

/**
 * The SDK's own extension point for HTTP, over the provider's transport.
 *
 * Resolves for every status, as the SDK expects, and keeps neither the last request nor the last answer.
 */
export class TwilioRequestClient extends twilio.RequestClient {
  readonly #authorization: string;

  constructor(
    private readonly transport: ProviderTransport,
    username: string,
    password: string,
  ) {
    // For an agent that is never used; without a `ca` it would read the file that TWILIO_CA_BUNDLE names, or throw.
    super({ ca: '' });
    this.#authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }

  override async request<T>(
    options: RequestOptions,
  ): ReturnType<typeof twilio.RequestClient.prototype.request<T>> {
    const path = pathOf(options.uri);
    const answer = await this.transport.exchange({
      method: options.method === 'get' ? 'GET' : 'POST',
      path: options.params === undefined ? path : `${path}?${stringify({ ...options.params })}`,
      headers: { ...options.headers, Authorization: this.#authorization },
      ...(options.method === 'post' && { body: stringify(formOf(options.data)) }),
    });
    return { statusCode: answer.status, body: parseFields(answer.body), headers: answer.headers };
  }
}

/** The SDK hands over an object whose values are already strings, or lists of them. */
function formOf(data: unknown) {
  return typeof data === 'object' && data !== null ? { ...data } : {};
}

/** The SDK makes the address from its own host; the transport has ours. */
function pathOf(uri: string): string {
  return uri.slice(uri.indexOf('/', 'https://'.length));
}

/**
 * Fields nobody reads: the text of a message and the token of an account, so that neither is kept, and dates that
 * cost more to parse than the rest together.
 */
const UNREAD = { body: null, auth_token: null, date_created: null, date_updated: null, date_sent: null };

/** A body that is not JSON is no answer of Twilio's; the status still is, and decides. */
function parseFields(body: string) {
  try {
    return Object.assign(JSON.parse(body), UNREAD);
  } catch {
    return null;
  }
}
