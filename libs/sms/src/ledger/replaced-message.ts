import { handlingOf } from '../providers/handling.js';
import { ProviderError } from '../providers/provider-error.js';
import { isTaken } from './message-attempt.js';
import type { MessageLedger } from './message-ledger.js';
import type { MessageRecord } from './message-record.js';

/** Messages looked back at before the one that is replaced: more than anybody asks for while a code is alive. */
const LOOK_BACK = 8;

/**
 * What is known by now of the messages whose text a message carries in their place, the latest last; eight at most.
 *
 * @throws whatever the ledger throws
 */
export async function replacedBy(
  { replaces }: MessageRecord,
  ledger: Pick<MessageLedger, 'find'>,
): Promise<readonly MessageRecord[]> {
  const replaced: MessageRecord[] = [];
  for (let id = replaces; id !== undefined && replaced.length < LOOK_BACK; id = replaced[0]?.replaces) {
    const record = await ledger.find(id);
    if (record === undefined) break;
    replaced.unshift(record);
  }
  return replaced;
}

/**
 * What keeps a text from being sent again, to this recipient and by anybody: they opted out, a fraud guard blocks them, or
 * no message can reach them. `undefined` where nothing does.
 *
 * @param earlier the messages that carried it
 */
export function refusalOf(earlier: readonly MessageRecord[]): ProviderError | undefined {
  for (const { provider, kind, code = 'refused-before' } of earlier.flatMap(({ attempts }) => attempts)) {
    if (kind !== undefined && handlingOf(kind).laterMessage === 'never')
      return new ProviderError({ kind, provider, code });
  }
  return undefined;
}

/** Names of the providers that may have earlier messages, then of those that took charge of them, the latest last. */
export function takersOf(earlier: readonly MessageRecord[]): readonly string[] {
  const attempts = earlier.flatMap((record) => record.attempts);
  const mayHaveThem = attempts.filter(({ status }) => status === 'unknown');
  const tookThem = attempts.filter(isTaken);
  return [...mayHaveThem, ...tookThem].map(({ provider }) => provider);
}
