import { isE164 } from '../e164.js';
import type { SnsRefusal } from './sns.answers.js';
import type { MessageAttribute } from './sns.attributes.js';

const LONGEST_MESSAGE = 1_600;

/** Type and form of each SMS attribute. @see https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html */
const ATTRIBUTES: ReadonlyMap<string, { readonly type: string; readonly form: RegExp }> = new Map([
  ['AWS.SNS.SMS.SenderID', { type: 'String', form: /^(?=.*[A-Za-z])[A-Za-z0-9]{1,11}$/ }],
  ['AWS.SNS.SMS.SMSType', { type: 'String', form: /^(Transactional|Promotional)$/ }],
  ['AWS.SNS.SMS.MaxPrice', { type: 'Number', form: /^\d+(\.\d+)?$/ }],
  ['AWS.MM.SMS.OriginationNumber', { type: 'String', form: /^\+?\d{5,14}$/ }],
  ['AWS.MM.SMS.EntityId', { type: 'String', form: /^.{1,30}$/ }],
  ['AWS.MM.SMS.TemplateId', { type: 'String', form: /^.{1,30}$/ }],
]);

/** Returns why a Publish would not be taken; undefined when it would. The testbed has no topics. */
export function refusalOfPublish(
  params: URLSearchParams,
  attributes: ReadonlyMap<string, MessageAttribute>,
): SnsRefusal | undefined {
  const number = params.get('PhoneNumber');
  const topic = params.get('TopicArn') ?? params.get('TargetArn');
  if (number === null && topic === null) {
    return invalid('TopicArn or TargetArn Reason: no value for required parameter');
  }
  if (number !== null && topic !== null) {
    return invalid('Only one of TopicArn, TargetArn and PhoneNumber can be given');
  }
  if (number === null) return { code: 'NotFound', status: 404, message: 'Topic does not exist' };
  const message = params.get('Message') ?? '';
  return (
    refusalOfNumber('PhoneNumber', number) ??
    (message === '' ? invalid('Empty message') : undefined) ??
    (message.length > LONGEST_MESSAGE ? invalid('Message too long') : undefined) ??
    refusalOfAttributes(attributes)
  );
}

/** Returns why a text is not a phone number SNS takes; undefined when it is. */
export function refusalOfNumber(parameter: string, number: string | null): SnsRefusal | undefined {
  if (number !== null && isE164(number)) return undefined;
  return invalid(`${parameter} Reason: ${number ?? ''} is not valid to publish to`);
}

function refusalOfAttributes(attributes: ReadonlyMap<string, MessageAttribute>): SnsRefusal | undefined {
  for (const [name, { type, value }] of attributes) {
    const rule = ATTRIBUTES.get(name);
    if (rule !== undefined && (rule.type !== type || !rule.form.test(value))) {
      const message = `The value of the message attribute ${name} is not valid`;
      return { code: 'ParameterValueInvalid', status: 400, message };
    }
  }
  return undefined;
}

function invalid(reason: string): SnsRefusal {
  return { code: 'InvalidParameter', status: 400, message: `Invalid parameter: ${reason}` };
}
