import type { Cost } from '../message/message-price.js';
import type { FailureKind } from './handling.js';

/** What a provider says became of a message it had accepted. */
export type ReceiptStatus =
  /** On its way: handed to the carrier. */
  | { readonly status: 'sent' }
  | { readonly status: 'delivered' }
  /** It will not arrive; the kind says what that means for the next attempt. */
  | { readonly status: 'undelivered' | 'failed'; readonly kind: FailureKind; readonly code: string }
  /** A word that is not in our tables: kept and reported, and nothing follows from it. */
  | { readonly status: 'unknown'; readonly code: string };

/** A delivery receipt (DLR) in our own words; holds neither the number nor the text. */
export type Receipt = ReceiptStatus & {
  readonly provider: string;
  readonly providerMessageId: string;
  /** Our own id of the message, where the provider was given it and repeats it. */
  readonly messageId?: string;
  /** When the provider says it happened, or, where it does not say, when the receipt arrived. */
  readonly at: Date;
  /** What the provider charged, where it says so. */
  readonly price?: Cost;
};

/** A provider's call to us, as it arrived: nothing parsed, since signatures are over the bytes. */
export interface ReceiptRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** At most 256 KiB. */
  readonly body: string;
  /** Path and query as they were asked for. */
  readonly path: string;
}

/** Why a call is not believed; nothing of it is recorded. */
export type ReceiptRefusal = 'bad-signature' | 'malformed' | 'stale' | 'foreign';

/** The call was not the provider's, or not meant for us. Holds nothing of it. */
export class ReceiptRefusedError extends Error {
  override readonly name = 'ReceiptRefusedError';

  constructor(
    readonly provider: string,
    readonly refusal: ReceiptRefusal,
  ) {
    super(`A call that claims to be a receipt of ${provider} was refused: ${refusal}.`);
  }
}

/** A call came to nothing this time, through no fault of its own: it has to be made again. */
export class ReceiptNotTakenError extends Error {
  override readonly name = 'ReceiptNotTakenError';

  /** @param reason `not-checked`: what proves it could not be read; `not-recorded`: the ledger failed */
  constructor(
    readonly provider: string,
    readonly reason: 'not-checked' | 'not-recorded',
  ) {
    super(`A call with receipts of ${provider} has to be made again: ${reason}.`);
  }
}

/** Reads one provider's receipts. */
export interface ReceiptParser {
  /** The provider's name, as in the route `POST /v1/receipts/:provider`. */
  readonly provider: string;

  /**
   * The receipts in a call, in no order, duplicates included; none where the call is about something else, such as
   * the confirmation of a subscription.
   *
   * @throws {ReceiptRefusedError} unless the call is proven to be the provider's.
   */
  parse(request: ReceiptRequest): Promise<readonly Receipt[]>;
}
