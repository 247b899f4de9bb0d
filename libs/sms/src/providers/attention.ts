import type { Clock } from '../resilience/clock.js';
import { RecentMap } from '../resilience/recent-map.js';
import { handlingOf } from './handling.js';
import type { ProviderFailure } from './provider-error.js';

/** A failure that somebody has to mend: it does not pass by itself. */
export interface AttentionNeed extends Pick<ProviderFailure, 'provider' | 'kind' | 'code'> {
  /** Ours, of the message that met it. */
  readonly messageId: string;
}

/** How long the same failure of a provider is not called out again, in ms; an outage must not flood the log. */
const QUIET_MS = 60_000;
/** Failures of a provider that are remembered; more than its row in the tables of codes has. */
const REMEMBERED = 64;

/** Calls for attention where the row of a failure in `HANDLING` says so, once a minute for each code of a provider. */
export class Attention {
  readonly #calledAt = new RecentMap<string, number>(REMEMBERED);

  constructor(
    private readonly clock: Clock,
    private readonly call: (need: AttentionNeed) => void,
  ) {}

  callFor({ provider, kind, code }: ProviderFailure, messageId: string): void {
    if (!handlingOf(kind).alert) return;
    const now = this.clock.elapsedMs();
    const key = `${provider} ${kind} ${code}`;
    const calledAt = this.#calledAt.get(key);
    if (calledAt !== undefined && now - calledAt < QUIET_MS) return;
    this.#calledAt.set(key, now);
    this.call({ provider, kind, code, messageId });
  }
}
