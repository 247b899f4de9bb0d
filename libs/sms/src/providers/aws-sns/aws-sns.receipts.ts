import { createHash, timingSafeEqual } from 'node:crypto';
import {
  type Receipt,
  type ReceiptParser,
  ReceiptRefusedError,
  type ReceiptRequest,
} from '../receipt-parser.js';
import { NAME } from './aws-sns.errors.js';
import { parseLogEntry } from './aws-sns.log-entry.js';
import { parseLogSubscription } from './aws-sns.log-subscription.js';
import type { AwsSnsReceiptOptions } from './aws-sns.receipt.options.js';

/** The header Firehose puts the endpoint's access key in. */
const ACCESS_KEY_HEADER = 'x-amz-firehose-access-key';

/**
 * Reads the SNS delivery logs that a log subscription sends on by a Firehose HTTP endpoint.
 *
 * SNS calls nobody back by itself. What proves the call is the endpoint's access key alone, so that the same call
 * may come again; its receipts are then duplicates.
 */
export class AwsSnsReceipts implements ReceiptParser {
  readonly provider = NAME;
  readonly #accessKeyDigests: readonly Buffer[];

  constructor({ accessKeys }: AwsSnsReceiptOptions) {
    this.#accessKeyDigests = accessKeys.map(digestOf);
  }

  async parse({ headers, body }: ReceiptRequest): Promise<readonly Receipt[]> {
    if (!this.#isAccessKey(headers[ACCESS_KEY_HEADER])) throw new ReceiptRefusedError(NAME, 'bad-signature');
    const events = await parseLogSubscription(body);
    if (events === undefined) throw new ReceiptRefusedError(NAME, 'malformed');
    return events.flatMap((event) => parseLogEntry(event) ?? []);
  }

  /** Compares digests, which have one length, and every one of them: the time taken tells nothing of a key. */
  #isAccessKey(given = ''): boolean {
    const digest = digestOf(given);
    return this.#accessKeyDigests.filter((known) => timingSafeEqual(known, digest)).length > 0;
  }
}

function digestOf(accessKey: string): Buffer {
  return createHash('sha256').update(accessKey).digest();
}
