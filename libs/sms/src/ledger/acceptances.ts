import type { OutboundMessage } from '../message/outbound-message.js';
import type { Acceptance } from '../providers/sms-provider.js';
import type { Carrier, Route } from '../routing/router.js';

/**
 * Notes under which id each provider accepted one message, the ones that lost a race included: their copy is on its
 * way too, and receipts for it will come.
 */
export class Acceptances {
  readonly #ids = new Map<string, string>();

  /** The id a provider gave the message; `undefined` when it accepted none, or told none. */
  idOf(provider: string): string | undefined {
    return this.#ids.get(provider);
  }

  /** The same route, overheard. */
  over(route: Route): Route {
    return { ...route, carriers: route.carriers.map((carrier) => this.#overheard(carrier)) };
  }

  #overheard(carrier: Carrier): Carrier {
    return {
      name: carrier.name,
      retry: carrier.retry,
      latency: carrier.latency,
      isOpenTo: (country) => carrier.isOpenTo(country),
      retryAfterMs: (country) => carrier.retryAfterMs(country),
      send: async (message: OutboundMessage, signal: AbortSignal): Promise<Acceptance> => {
        const acceptance = await carrier.send(message, signal);
        const { providerMessageId } = acceptance;
        if (providerMessageId !== undefined) this.#ids.set(carrier.name, providerMessageId);
        return acceptance;
      },
    };
  }
}
