import { ProviderError } from '../providers/provider-error.js';
import { mayGoElsewhere } from './message-attempt.js';
import type { MessageRecord } from './message-record.js';

/**
 * What keeps the text of a message from being sent again, to this recipient and by anybody: they opted out, a fraud guard
 * blocks them, or no message can reach them. `undefined` where nothing does.
 */
export function refusalOf({ attempts }: MessageRecord): ProviderError | undefined {
  for (const attempt of attempts) {
    const { provider, kind, code = 'refused-before' } = attempt;
    if (kind !== undefined && !mayGoElsewhere(attempt)) return new ProviderError({ kind, provider, code });
  }
  return undefined;
}

/** Names of the providers that took charge of a message, the latest last. */
export function takersOf({ attempts }: MessageRecord): readonly string[] {
  return attempts.filter(({ acceptedAt }) => acceptedAt !== undefined).map(({ provider }) => provider);
}
