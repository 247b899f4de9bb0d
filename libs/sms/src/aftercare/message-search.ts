import type { MessageAttempt } from '../ledger/message-attempt.js';
import type { MessageLedger } from '../ledger/message-ledger.js';
import type { SmsProvider } from '../providers/sms-provider.js';
import { answeredInTime } from './answered-in-time.js';

/** How far a provider's clock may be behind ours, in ms; its list tells whole seconds. */
const CLOCK_DIFFERENCE_MS = 5000;

/** A copy of a message as a provider has it. */
export type FoundCopy = Required<Pick<MessageAttempt, 'provider' | 'providerMessageId'>>;

/** What to look for, and at whom. */
export interface MessageQuest {
  readonly messageId: string;
  /** Names of the providers that may have it; those that keep no list are not asked. */
  readonly providers: readonly string[];
  /** When it was sent at the earliest, in wall-clock ms since the epoch. */
  readonly since: number;
  /** Ids under which it is known: who has those need not be found. */
  readonly known: readonly string[];
}

/**
 * The copies of a message whose process ended over it, at most one a provider, each its own from now on: `no-content`
 * when nobody knows any more what to look for, `no-answer` when a provider did not say.
 */
export async function search(
  { messageId, providers: names, since, known }: MessageQuest,
  ledger: MessageLedger,
  providers: readonly SmsProvider[],
  signal: AbortSignal,
): Promise<readonly FoundCopy[] | 'no-content' | 'no-answer'> {
  const content = await ledger.contentOf(messageId);
  if (content === undefined) return 'no-content';
  const lists: (readonly FoundCopy[])[] = [];
  for (const provider of providers) {
    if (provider.find === undefined || !names.includes(provider.name)) continue;
    const wanted = { ...content, since: new Date(since - CLOCK_DIFFERENCE_MS) };
    const ids = await answeredInTime(async () => provider.find?.(wanted, signal), signal);
    if (ids === undefined) return 'no-answer';
    const others = ids.filter((id) => !known.includes(id));
    lists.push(others.map((providerMessageId) => ({ provider: provider.name, providerMessageId })));
  }
  const found: FoundCopy[] = [];
  for (const copies of lists) {
    for (const copy of copies) {
      // A text that was sent twice on purpose is two messages; the other one's copy is not ours.
      if (!(await ledger.adopt(messageId, copy.provider, copy.providerMessageId))) continue;
      found.push(copy);
      break;
    }
  }
  return found;
}
