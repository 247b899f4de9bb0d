import { ProviderError } from '../providers/provider-error.js';
import { isTaken, mayGoElsewhere } from './message-attempt.js';
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

/** Names of the providers that may have a message, then of those that took charge of it, the latest last. */
export function takersOf({ attempts }: MessageRecord): readonly string[] {
  const mayHaveIt = attempts.filter(({ status }) => status === 'unknown');
  const tookIt = attempts.filter(isTaken);
  return [...mayHaveIt, ...tookIt].map(({ provider }) => provider);
}
