import { isE164 } from '../e164.js';
import { isRecord } from '../json-record.js';
import type { SnsRefusal } from './sns.answers.js';
import { refusalOfAttributes } from './sns.attribute-rules.js';
import { type MessageAttribute, messageAttributesOf } from './sns.attributes.js';

/** A Publish to a phone number, taken apart. */
export interface SmsPublish {
  readonly to: string;
  readonly text: string;
  readonly attributes: ReadonlyMap<string, MessageAttribute>;
}

const LONGEST_MESSAGE = 1_600;

/** Reads a Publish, or tells why it would not be taken. The testbed has no topics. */
export function publishOf(params: URLSearchParams): SmsPublish | SnsRefusal {
  const to = params.get('PhoneNumber');
  const topic = params.get('TopicArn') ?? params.get('TargetArn');
  if (to === null && topic === null) {
    return invalid('TopicArn or TargetArn Reason: no value for required parameter');
  }
  if (to !== null && topic !== null) {
    return invalid('Only one of TopicArn, TargetArn and PhoneNumber can be given');
  }
  if (to === null) return { code: 'NotFound', status: 404, message: 'Topic does not exist' };
  const text = textOf(params);
  if (typeof text !== 'string') return text;
  const attributes = messageAttributesOf(params);
  const refusal =
    refusalOfNumber('PhoneNumber', to) ?? refusalOfText(text) ?? refusalOfAttributes(attributes);
  return refusal ?? { to, text, attributes };
}

/** Returns why a text is not a phone number SNS takes; undefined when it is. */
export function refusalOfNumber(parameter: string, number: string | null): SnsRefusal | undefined {
  if (number !== null && isE164(number)) return undefined;
  return invalid(`${parameter} Reason: ${number ?? ''} is not valid to publish to`);
}

/** A parameter that is not what it must be. */
export function invalid(reason: string): SnsRefusal {
  return { code: 'InvalidParameter', status: 400, message: `Invalid parameter: ${reason}` };
}

/** The message or, of one in JSON, its entry for SMS, else its default; an entry that is no text counts as none. */
function textOf(params: URLSearchParams): string | SnsRefusal {
  const message = params.get('Message') ?? '';
  const structure = params.get('MessageStructure');
  if (structure === null) return message;
  if (structure !== 'json') return invalid('MessageStructure');
  const entries = entriesOf(message);
  if (entries === undefined) return invalid('Message Structure - JSON message body failed to parse');
  const { default: otherwise, sms = otherwise } = entries;
  if (typeof otherwise !== 'string') {
    return invalid('Message Structure - No default entry in JSON message body');
  }
  return typeof sms === 'string' ? sms : otherwise;
}

function entriesOf(message: string): Record<string, unknown> | undefined {
  try {
    const entries: unknown = JSON.parse(message);
    return isRecord(entries) ? entries : undefined;
  } catch {
    return undefined;
  }
}

function refusalOfText(text: string): SnsRefusal | undefined {
  if (text === '') return invalid('Empty message');
  return text.length > LONGEST_MESSAGE ? invalid('Message too long') : undefined;
}
