import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { parseJsonObject, parseMembers } from '../json-object.js';
import type { LogEvent } from './aws-sns.log-entry.js';

const inflate = promisify(gunzip);

/** Most bytes one call may inflate to, all its records together; 8 MiB. A full one holds some ten thousand entries. */
const MAX_INFLATED_BYTES = 8 * 1024 * 1024;
/** Longest body read, in UTF-16 units. */
const MAX_BODY_LENGTH = 256 * 1024;
const MAX_RECORDS = 500;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The two groups SNS logs deliveries to; Firehose may carry others along. */
const DELIVERY_GROUP = /^sns\/[a-z0-9-]+\/\d{12}\/DirectPublishToPhoneNumber(\/Failure)?$/;

/**
 * The events of the SNS delivery logs in what a log subscription hands on: the body of a Firehose HTTP endpoint
 * delivery, `{records: [{data}]}`, or the event a Lambda function gets, `{awslogs: {data}}`.
 *
 * Each `data` is base64 of gzip. Control messages and other log groups are passed over.
 *
 * `undefined` when it is neither, is longer than 256 KiB, cannot be inflated, or inflates to more than 8 MiB.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export async function parseLogSubscription(body: string): Promise<readonly LogEvent[] | undefined> {
  const parcels = parcelsIn(body);
  if (parcels === undefined) return undefined;
  const events: LogEvent[] = [];
  let leftBytes = MAX_INFLATED_BYTES;
  for (const parcel of parcels) {
    const text = await inflated(parcel, leftBytes);
    const batch = text === undefined ? undefined : eventsIn(text.toString('utf8'));
    if (text === undefined || batch === undefined) return undefined;
    leftBytes -= text.length;
    events.push(...batch);
  }
  return events;
}

/** The base64 texts in a body. */
function parcelsIn(body: string): readonly string[] | undefined {
  const call = body.length > MAX_BODY_LENGTH ? undefined : parseJsonObject(body);
  const records = call?.get('records') ?? [call?.get('awslogs')];
  if (!Array.isArray(records) || records.length > MAX_RECORDS) return undefined;
  const parcels = records.map((record: unknown) => parseMembers(record)?.get('data'));
  return parcels.every((data): data is string => typeof data === 'string' && BASE64.test(data))
    ? parcels
    : undefined;
}

async function inflated(parcel: string, leftBytes: number): Promise<Buffer | undefined> {
  try {
    return leftBytes > 0
      ? await inflate(Buffer.from(parcel, 'base64'), { maxOutputLength: leftBytes })
      : undefined;
  } catch {
    return undefined;
  }
}

/** The events of one batch; none of a control message, or of a log group that is not ours. */
function eventsIn(text: string): readonly LogEvent[] | undefined {
  const batch = parseJsonObject(text);
  const type = batch?.get('messageType');
  if (type === 'CONTROL_MESSAGE') return [];
  const group = batch?.get('logGroup');
  const events = batch?.get('logEvents');
  if (type !== 'DATA_MESSAGE' || typeof group !== 'string' || !Array.isArray(events)) return undefined;
  return DELIVERY_GROUP.test(group) ? events.flatMap((event: unknown) => logEventOf(event) ?? []) : [];
}

function logEventOf(value: unknown): LogEvent | undefined {
  const event = parseMembers(value);
  const [timestampMs, message] = [event?.get('timestamp'), event?.get('message')];
  if (typeof timestampMs !== 'number' || typeof message !== 'string') return undefined;
  return isTime(timestampMs) ? { timestampMs, message } : undefined;
}

function isTime(ms: number): boolean {
  return !Number.isNaN(new Date(ms).getTime());
}
