import { lacksId, type MessageAttempt, providerIdsOf } from '../ledger/message-attempt.js';
import type { RecordRule } from '../ledger/message-ledger.js';
import { type MessageRecord, withAttempts } from '../ledger/message-record.js';
import type { Watch } from '../ledger/watch.js';
import type { FoundCopy, MessageQuest } from './message-search.js';

/** Who took a message under an id that did not arrive. */
export function missingIdsOf({ id, attempts, createdAt }: MessageRecord): MessageQuest {
  const providers = attempts.filter(lacksId).map(({ provider }) => provider);
  return { messageId: id, providers, since: createdAt, known: providerIdsOf(attempts) };
}

/** Takes in the ids that were found: due at once, since what became of it meanwhile is the next question. */
export function afterFoundIds(found: readonly FoundCopy[], now: number): RecordRule {
  return (record) => {
    const attempts = found.reduce(withId, record.attempts);
    if (attempts === record.attempts) return undefined;
    return { ...withAttempts(record, attempts, now, heardFromNowOn(record, now)), dueAt: now };
  };
}

/** The very same list where the id is known by now. */
function withId(
  attempts: readonly MessageAttempt[],
  { provider, providerMessageId }: FoundCopy,
): readonly MessageAttempt[] {
  const own = attempts.filter((attempt) => attempt.provider === provider);
  const lacking = own.find(lacksId);
  if (lacking === undefined || own.some((attempt) => attempt.providerMessageId === providerMessageId))
    return attempts;
  return attempts.map((attempt) => (attempt === lacking ? { ...attempt, providerMessageId } : attempt));
}

/** No receipt could be heard before: a silence that was over begins anew. */
function heardFromNowOn({ watch, createdAt }: MessageRecord, now: number): Watch {
  if (watch.state !== 'armed' || watch.silentAt === undefined || watch.silentAt > now) return watch;
  return { ...watch, silentAt: now + (watch.silentAt - createdAt) };
}
