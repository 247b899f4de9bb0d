import { Logger } from '@nestjs/common';
import type { SmsEvents } from '../events/sms.events.js';
import type { MessageAttempt } from '../ledger/message-attempt.js';
import type { RecordRule } from '../ledger/message-ledger.js';
import type { MessageRecord } from '../ledger/message-record.js';
import { isFailure } from '../ledger/message-status.js';
import { type FailureKind, handlingOf } from '../providers/handling.js';
import { ProviderError } from '../providers/provider-error.js';
import type { SmsProvider } from '../providers/sms-provider.js';
import { answeredInTime, isCutShort } from './answered-in-time.js';

/** Waits between the tries, in ms: after an hour AWS has made up its mind. */
const WAITS_MS = [30_000, 300_000, 1_500_000];

/** What one provider was told; `failure` where that did not work. */
interface Told {
  readonly provider: string;
  readonly failure: FailureKind | undefined;
}

/** Tells providers what came of the code in a message, so that they learn which of their routes work. */
export class OutcomeReports {
  readonly #logger = new Logger('SmsReceipts');

  constructor(
    private readonly providers: readonly SmsProvider[],
    private readonly events: SmsEvents,
  ) {}

  /** Makes one try with all of them, and returns the rule that takes it into the record; one cut short was none. */
  async make(
    record: MessageRecord,
    signal: AbortSignal,
    now: () => number,
  ): Promise<RecordRule | 'cut short'> {
    const told = await Promise.all(concerned(record).map((attempt) => this.#tell(record, attempt, signal)));
    const failures = told.flatMap(({ failure }) => failure ?? []);
    if (failures.length > 0 && isCutShort(signal)) return 'cut short';
    const isHopeless = failures.every(isSettled);
    const waitMs = isHopeless ? undefined : WAITS_MS[triesOf(record)];
    if (failures.length > 0 && waitMs === undefined) this.#giveUp(record, told);
    return afterTry(record, failures.length > 0 ? (waitMs ?? 'given-up') : 'made', now());
  }

  async #tell(
    { codeOutcome }: MessageRecord,
    { provider: name, providerMessageId }: MessageAttempt,
    signal: AbortSignal,
  ): Promise<Told> {
    const provider = this.providers.find((candidate) => candidate.name === name);
    if (codeOutcome === undefined || providerMessageId === undefined)
      return { provider: name, failure: undefined };
    const tell = async (): Promise<FailureKind | 'told'> => {
      try {
        await provider?.reportOutcome?.(providerMessageId, codeOutcome.outcome, signal);
        return 'told';
      } catch (error) {
        return error instanceof ProviderError ? error.kind : 'ambiguous';
      }
    };
    const answer = (await answeredInTime(tell, signal)) ?? 'ambiguous';
    return { provider: name, failure: answer === 'told' ? undefined : answer };
  }

  #giveUp({ id: messageId, country, purpose }: MessageRecord, told: readonly Told[]): void {
    for (const { provider, failure: kind } of told) {
      if (kind === undefined) continue;
      this.#logger.warn({ msg: 'a provider was not told of an outcome', messageId, provider, kind });
      this.events.tell({ type: 'outcome-not-reported', messageId, country, purpose, provider, kind });
    }
  }
}

/** Another try would be answered as this one was; unlike a message, a report may be made twice. */
function isSettled(kind: FailureKind): boolean {
  const { sameProvider, maybeSent } = handlingOf(kind);
  return sameProvider === 'never' && !maybeSent;
}

/** Of several copies those that may have been read; where the code was not proven, all. */
function concerned({ attempts, codeOutcome }: MessageRecord): readonly MessageAttempt[] {
  const taken = attempts.filter(({ providerMessageId }) => providerMessageId !== undefined);
  if (codeOutcome?.outcome !== 'verified') return taken;
  const delivered = taken.filter(({ status }) => status === 'delivered');
  return delivered.length > 0 ? delivered : taken.filter(({ status }) => !isFailure(status));
}

function triesOf({ codeOutcome }: MessageRecord): number {
  return codeOutcome?.report.state === 'due' ? codeOutcome.report.tries : 0;
}

/** Without effect where another outcome was recorded meanwhile: that is to be told, too. */
function afterTry(tried: MessageRecord, result: 'made' | 'given-up' | number, now: number): RecordRule {
  return (record) => {
    const { codeOutcome } = record;
    if (codeOutcome === undefined || codeOutcome.outcome !== tried.codeOutcome?.outcome) return undefined;
    const report =
      typeof result === 'string'
        ? { state: result }
        : { state: 'due' as const, at: now + result, tries: triesOf(tried) + 1 };
    return { ...record, codeOutcome: { ...codeOutcome, report } };
  };
}
