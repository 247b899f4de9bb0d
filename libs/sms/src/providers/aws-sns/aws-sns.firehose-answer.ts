import type { ReceiptRequest } from '../receipt-parser.js';

/** What Firehose wants to read in a 200 of type `application/json`. */
export interface FirehoseAnswer {
  readonly requestId: string;
  /** In ms since the Unix epoch. */
  readonly timestamp: number;
}

const REQUEST_ID = /^[\w-]{1,128}$/;

/**
 * The answer to a call of a Firehose HTTP endpoint delivery that was taken, without which Firehose brings it again;
 * `undefined` of anybody else's call.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html
 */
export function firehoseAnswerTo(
  { headers }: Pick<ReceiptRequest, 'headers'>,
  now: Date,
): FirehoseAnswer | undefined {
  const requestId = headers['x-amz-firehose-request-id'];
  if (requestId === undefined || !REQUEST_ID.test(requestId)) return undefined;
  return { requestId, timestamp: now.getTime() };
}
