import { parseJsonObject, parseMembers } from '../json-object.js';
import type { Receipt } from '../receipt-parser.js';
import { NAME } from './aws-sns.errors.js';
import { type LogStatus, statusOfResponse } from './aws-sns.provider-responses.js';

/** One event of a CloudWatch log group, however it reached us. */
export interface LogEvent {
  /** When it was logged, in ms since the Unix epoch. */
  readonly timestampMs: number;
  /** What SNS wrote: JSON. */
  readonly message: string;
}

type Members = ReadonlyMap<string, unknown>;

const MESSAGE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** In UTC, though no zone is written; the milliseconds may have one digit, two or three. */
const PUBLISHED_AT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,3})?)$/;

/**
 * The receipt in one entry of the delivery logs of SNS; `undefined` for what is none.
 *
 * The number the entry names in clear is left behind.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html
 */
export function parseLogEntry({ timestampMs, message }: LogEvent): Receipt | undefined {
  const entry = parseJsonObject(message);
  const notification = parseMembers(entry?.get('notification'));
  const delivery = parseMembers(entry?.get('delivery'));
  const providerMessageId = notification?.get('messageId');
  const status = parseStatus(entry?.get('status'));
  const response = delivery?.get('providerResponse');
  if (notification === undefined || delivery === undefined || status === undefined) return undefined;
  if (typeof providerMessageId !== 'string' || !MESSAGE_ID.test(providerMessageId)) return undefined;
  if (typeof response !== 'string') return undefined;
  const price = delivery.get('priceInUSD');
  return {
    ...statusOfResponse(status, response),
    provider: NAME,
    providerMessageId,
    at: new Date(happenedAtMs(notification, delivery) ?? timestampMs),
    ...(isAmount(price) && { price: { amount: price, currency: 'USD' } }),
  };
}

function parseStatus(value: unknown): LogStatus | undefined {
  return value === 'SUCCESS' || value === 'FAILURE' ? value : undefined;
}

/** The time of publishing and how long it took from there: to the phone, or else to the carrier. */
function happenedAtMs(notification: Members, delivery: Members): number | undefined {
  const publishedAt = notification.get('timestamp');
  const [, day, time] = (typeof publishedAt === 'string' && PUBLISHED_AT.exec(publishedAt)) || [];
  const tookMs = [delivery.get('dwellTimeMsUntilDeviceAck'), delivery.get('dwellTimeMs')].find(isAmount);
  const publishedAtMs = Date.parse(`${day}T${time}Z`);
  if (Number.isNaN(publishedAtMs) || tookMs === undefined) return undefined;
  return publishedAtMs + Math.min(tookMs, LONGEST_MS);
}

/** A receipt takes 72 hours at most. */
const LONGEST_MS = 259_200_000;

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}
