import { Injectable } from '@nestjs/common';
import { type Observable, Subject } from 'rxjs';
import type { MessageStatus } from '../ledger/message-status.js';
import type { ResendCause, WatchEnd } from '../ledger/watch.js';
import type { CodeOutcome } from '../message/code-outcome.js';
import type { Purpose } from '../message/outbound-message.js';
import type { AttentionNeed } from '../providers/attention.js';
import type { LogTrouble } from '../providers/aws-sns/aws-sns.log-query.js';
import type { CallOutcome } from '../providers/call-outcome.js';
import type { FailureKind } from '../providers/handling.js';
import type { ProviderTransition } from '../providers/provider-breakers.js';
import type { ReceiptRefusal } from '../providers/receipt-parser.js';
import { EventStream } from './event-stream.js';

/** A circuit breaker changed its state: a provider's own or, with `country`, the one for that country. */
export type CircuitChanged = {
  readonly type: 'circuit-changed';
  readonly provider: string;
} & ProviderTransition;

/** A provider failed in a way that somebody has to mend; told once a minute at most for the same code of a provider. */
export type AttentionNeeded = { readonly type: 'attention-needed' } & AttentionNeed;

interface AboutMessage {
  /** Ours. */
  readonly messageId: string;
  /** ISO 3166-1 alpha-2 of the recipient. */
  readonly country: string;
  readonly purpose: Purpose;
}

/** A provider was called, and the call ended, whatever comes of the message. */
export interface AttemptEnded extends AboutMessage {
  readonly type: 'attempt-ended';
  readonly provider: string;
  /** `outpaced`: another provider accepted meanwhile; `abandoned`: the caller gave up. */
  readonly outcome: CallOutcome['kind'];
  /** Milliseconds from the call to its answer, or to when it was given up. */
  readonly tookMs: number;
}

/** A provider took charge of a message; delivery is another matter. */
export interface MessageAccepted extends AboutMessage {
  readonly type: 'message-accepted';
  readonly provider: string;
  readonly segments: number;
  /** How many attempts it took, this one included; nobody passed over. */
  readonly attempts: number;
  /** Milliseconds from the request to the acceptance. */
  readonly tookMs: number;
}

/** Nobody accepted a message, or, for `unknown`, nobody knows whether somebody did. */
export interface MessageUndeliverable extends AboutMessage {
  readonly type: 'message-undeliverable';
  /** Why; `unknown` for a notification that is not sent again, `abandoned` where the caller gave up. */
  readonly kind: FailureKind | 'unknown' | 'abandoned';
  /** Whether the recipient may have got it nevertheless. */
  readonly maybeSent: boolean;
  /** Milliseconds from the request to the outcome. */
  readonly tookMs: number;
}

/** More became known of a message after its send: by a receipt, a poll, or the search after a crash. */
export interface MessageStatusChanged extends AboutMessage {
  readonly type: 'message-status-changed';
  readonly from: MessageStatus;
  readonly to: MessageStatus;
}

/** A code that was accepted did not arrive, and was given to another provider. */
export interface MessageResent extends AboutMessage {
  readonly type: 'message-resent';
  readonly cause: ResendCause;
  /** Who took it, or may have. */
  readonly provider: string;
}

/** Why a code that did not arrive was not sent once more. */
export type ResendHindrance = Exclude<WatchEnd, 'resent' | 'lost' | 'replaced'>;

/** A code that was accepted did not arrive, and could not be given to another provider. */
export interface MessageNotResent extends AboutMessage {
  readonly type: 'message-not-resent';
  readonly cause: ResendCause;
  readonly why: ResendHindrance;
}

/** It became known what came of the code in a message. */
export interface OutcomeRecorded extends AboutMessage {
  readonly type: 'outcome-recorded';
  readonly outcome: CodeOutcome;
  /** The provider that took it last; absent where nobody is known to have. */
  readonly provider?: string;
  /** Milliseconds since the send began. */
  readonly afterMs: number;
}

/** A provider that wants to know what came of a code could not be told. */
export interface OutcomeNotReported extends AboutMessage {
  readonly type: 'outcome-not-reported';
  readonly provider: string;
  readonly kind: FailureKind;
}

/** A true receipt for a message that the ledger does not have, or no longer. */
export interface ReceiptUnmatched {
  readonly type: 'receipt-unmatched';
  readonly provider: string;
  readonly providerMessageId: string;
}

/** A true receipt with a word that is not in our tables; nothing followed from it. */
export interface ReceiptNotUnderstood {
  readonly type: 'receipt-not-understood';
  readonly provider: string;
  readonly providerMessageId: string;
  readonly code: string;
}

/** A call that claimed to be a receipt and was not believed; nothing was recorded. */
export interface ReceiptRefused {
  readonly type: 'receipt-refused';
  readonly provider: string;
  readonly refusal: ReceiptRefusal;
}

/** A reading of delivery logs failed and is made again; nothing is skipped for it. */
export interface DeliveryLogsUnread {
  readonly type: 'delivery-logs-unread';
  readonly provider: string;
  /** `refused`: the credentials may not read them, or the options are wrong. */
  readonly trouble: LogTrouble;
}

/** The ledger did not take a message within its time; the message was sent all the same. */
export interface LedgerUnavailable {
  readonly type: 'ledger-unavailable';
  readonly messageId: string;
  /** Before the provider was called, after it, or when the watch over an earlier message was to end. */
  readonly step: 'open' | 'settle' | 'call-off';
}

/** Everything the library tells as it happens. No event holds a text, a code or a number. */
export type SmsEvent =
  | CircuitChanged
  | AttentionNeeded
  | AttemptEnded
  | MessageAccepted
  | MessageUndeliverable
  | MessageStatusChanged
  | MessageResent
  | MessageNotResent
  | OutcomeRecorded
  | OutcomeNotReported
  | ReceiptUnmatched
  | ReceiptNotUnderstood
  | ReceiptRefused
  | DeliveryLogsUnread
  | LedgerUnavailable;

/** Tells whoever listens what happens. Nothing depends on anybody listening, and no listener can change what happens. */
@Injectable()
export class SmsEvents {
  readonly #subject = new Subject<SmsEvent>();

  /** Events from now on, in order; never ends. A listener that throws is logged and hears no more. */
  readonly stream: Observable<SmsEvent> = new EventStream((listener) => this.#subject.subscribe(listener));

  /** For the library itself. */
  tell(event: SmsEvent): void {
    this.#subject.next(event);
  }
}
