import type twilio from 'twilio';
import type { CodeOutcome } from '../../message/code-outcome.js';
import { ask } from './twilio.question.js';

/**
 * Tells Twilio whether the code in a message was proven; it has to have been sent with `ProvideFeedback`.
 *
 * @throws {ProviderError} when Twilio does not take it.
 * @see https://www.twilio.com/docs/messaging/api/message-feedback-resource
 */
export async function reportMessageOutcome(
  messages: twilio.Twilio['messages'],
  providerMessageId: string,
  outcome: CodeOutcome,
  signal: AbortSignal,
): Promise<void> {
  const word = outcome === 'verified' ? 'confirmed' : 'unconfirmed';
  await ask(signal, () => messages(providerMessageId).feedback.create({ outcome: word }));
}
