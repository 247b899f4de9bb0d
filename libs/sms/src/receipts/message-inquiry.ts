import type { FollowUp } from '../ledger/follow-up.js';
import type { MessageLedger, RecordRule } from '../ledger/message-ledger.js';
import { type MessageAttempt, type MessageRecord, withAttempts } from '../ledger/message-record.js';
import { moved } from '../ledger/message-status.js';
import { afterReceipt } from '../ledger/received-receipt.js';
import type { Receipt } from '../providers/receipt-parser.js';
import type { SmsProvider } from '../providers/sms-provider.js';

/** What an inquiry needs. */
export interface InquiryTools {
  readonly ledger: MessageLedger;
  readonly providers: readonly SmsProvider[];
  readonly followUp: FollowUp;
  /** Wall-clock ms since the epoch. */
  readonly now: () => number;
}

/** How far a provider's clock may be behind ours, in ms; its list tells whole seconds. */
const CLOCK_DIFFERENCE_MS = 5000;
/** Wait before a look-up that failed is made again, in ms. */
const LOOK_AGAIN_MS = 30_000;

/** A message as a provider has it. */
type Found = Required<Pick<MessageAttempt, 'provider' | 'providerMessageId'>>;

/** Asks the providers about one due message, and returns the rule that takes what they say into its record. */
export async function inquire(
  record: MessageRecord,
  tools: InquiryTools,
  signal: AbortSignal,
): Promise<RecordRule> {
  if (record.status === 'sending' || record.status === 'unknown') return find(record, tools, signal);
  return poll(record, tools, signal);
}

async function poll(
  { attempts }: MessageRecord,
  { providers, followUp, now }: InquiryTools,
  signal: AbortSignal,
): Promise<RecordRule> {
  const answers = attempts.map(async ({ provider: name, providerMessageId, status }) => {
    const provider = providers.find((candidate) => candidate.name === name);
    if (providerMessageId === undefined || (status !== 'accepted' && status !== 'sent')) return undefined;
    // A poll that fails is one that told nothing; the next one may.
    return provider?.lookUp?.(providerMessageId, signal).catch(() => undefined);
  });
  const receipts = (await Promise.all(answers)).filter((receipt) => receipt !== undefined);
  return (record) => followUp.scheduled(afterAll(record, receipts, now()), now());
}

function afterAll(record: MessageRecord, receipts: readonly Receipt[], now: number): MessageRecord {
  return receipts.reduce((known, receipt) => afterReceipt(known, receipt, now) ?? known, record);
}

async function find(lost: MessageRecord, tools: InquiryTools, signal: AbortSignal): Promise<RecordRule> {
  const { ledger, now } = tools;
  const content = await ledger.contentOf(lost.id);
  if (content === undefined) return givenUp(now());
  const since = new Date(lost.createdAt - CLOCK_DIFFERENCE_MS);
  const found: Found[] = [];
  for (const provider of askable(lost, tools.providers)) {
    const ids = await provider.find?.({ ...content, since }, signal).catch(() => undefined);
    if (ids === undefined) return lookAgain(now());
    for (const providerMessageId of ids) {
      // A text that was sent twice on purpose is two messages; the other one's copy is not ours.
      if ((await ledger.idOf(provider.name, providerMessageId)) !== undefined) continue;
      found.push({ provider: provider.name, providerMessageId });
      break;
    }
  }
  return found.length === 0 ? givenUp(now()) : adopt(found, now());
}

/** Who may have the message: of a send that was cut off, the whole route. */
function askable(
  { status, route, attempts }: MessageRecord,
  providers: readonly SmsProvider[],
): SmsProvider[] {
  const names =
    status === 'sending'
      ? route
      : attempts.filter((attempt) => attempt.status === 'unknown').map(({ provider }) => provider);
  return providers.filter((provider) => provider.find !== undefined && names.includes(provider.name));
}

/** Due at once: what became of it since is the next question. */
function adopt(found: readonly Found[], now: number): RecordRule {
  return (record) => {
    if (record.status !== 'sending' && record.status !== 'unknown') return undefined;
    const attempts = found.reduce(
      (known, each) => adopted(known, { ...each, status: 'accepted', segments: record.segments }),
      record.attempts,
    );
    return { ...withAttempts(record, attempts, now), dueAt: now };
  };
}

/** In the place of the attempt whose end was unknown, where there is one. */
function adopted(attempts: readonly MessageAttempt[], found: MessageAttempt): readonly MessageAttempt[] {
  const place = attempts.findIndex(
    ({ provider, status }) => provider === found.provider && status === 'unknown',
  );
  return place === -1 ? [...attempts, found] : attempts.with(place, found);
}

function givenUp(now: number): RecordRule {
  return (record) => {
    if (record.status !== 'sending' && record.status !== 'unknown') return undefined;
    const status = moved(record.status, 'unknown');
    return { ...record, status, contentUntil: undefined, dueAt: undefined, updatedAt: now };
  };
}

/** Comes to an end, since the content needed for it does. */
function lookAgain(now: number): RecordRule {
  return (record) =>
    record.status === 'sending' || record.status === 'unknown'
      ? { ...record, dueAt: now + LOOK_AGAIN_MS }
      : undefined;
}
