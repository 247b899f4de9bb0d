import type { OutboundMessage } from '../../message/outbound-message.js';
import type { FailureKind } from '../handling.js';
import { ProviderError } from '../provider-error.js';
import type { Acceptance, SmsProvider } from '../sms-provider.js';

/** Messages kept; the oldest is dropped for the newest. */
const KEPT = 1000;

/**
 * Accepts every message and keeps it, or fails as it is told; sends nothing anywhere.
 *
 * For tests, and for a host application on a developer's machine. The module refuses it in production.
 */
export class MockProvider implements SmsProvider {
  /** What it accepted, oldest first; at most 1000. */
  readonly messages: OutboundMessage[] = [];
  #failures: FailureKind[] = [];
  #accepted = 0;

  constructor(readonly name = 'mock') {}

  /** The next sends fail with these kinds, one each; then it accepts again. */
  failNext(...kinds: FailureKind[]): void {
    this.#failures.push(...kinds);
  }

  async send(message: OutboundMessage, signal: AbortSignal): Promise<Acceptance> {
    if (signal.aborted)
      throw new ProviderError({ kind: 'unavailable', provider: this.name, code: 'ABORTED' });
    const kind = this.#failures.shift();
    if (kind !== undefined) throw new ProviderError({ kind, provider: this.name, code: 'mock' });
    this.messages.push(message);
    if (this.messages.length > KEPT) this.messages.shift();
    this.#accepted += 1;
    return { providerMessageId: `mock-${this.#accepted}` };
  }
}
