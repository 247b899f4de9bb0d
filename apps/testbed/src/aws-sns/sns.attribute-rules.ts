import type { SnsRefusal } from './sns.answers.js';
import type { MessageAttribute } from './sns.attributes.js';

/** Of up to 256 characters, with no period at either end and no two side by side. */
const NAME = /^(?=.{1,256}$)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;
/** A logical type, with a label of the caller's after it where there is one. */
const TYPE = /^(String|Number|Binary)(\..+)?$/;

/** Type and form of each SMS attribute. @see https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html */
const SMS_ATTRIBUTES: ReadonlyMap<string, { readonly type: string; readonly form: RegExp }> = new Map([
  ['AWS.SNS.SMS.SenderID', { type: 'String', form: /^(?=.*[A-Za-z])[A-Za-z0-9]{1,11}$/ }],
  ['AWS.SNS.SMS.SMSType', { type: 'String', form: /^(Transactional|Promotional)$/ }],
  ['AWS.SNS.SMS.MaxPrice', { type: 'Number', form: /^\d+(\.\d+)?$/ }],
  ['AWS.MM.SMS.OriginationNumber', { type: 'String', form: /^\+?\d{5,14}$/ }],
  ['AWS.MM.SMS.EntityId', { type: 'String', form: /^.{1,30}$/ }],
  ['AWS.MM.SMS.TemplateId', { type: 'String', form: /^.{1,30}$/ }],
]);

/**
 * Returns why attributes would not be taken; undefined when they would.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_MessageAttributeValue.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
 */
export function refusalOfAttributes(
  attributes: ReadonlyMap<string, MessageAttribute>,
): SnsRefusal | undefined {
  for (const [name, attribute] of attributes) {
    const fault = faultOf(name, attribute);
    if (fault !== undefined) return { code: 'ParameterValueInvalid', status: 400, message: fault };
  }
  return undefined;
}

function faultOf(name: string, { type, value }: MessageAttribute): string | undefined {
  if (!NAME.test(name)) return `The message attribute name '${name}' is not valid`;
  if (!TYPE.test(type)) return `The message attribute '${name}' has an invalid message attribute type`;
  if (value === '') return `The message attribute '${name}' must contain non-empty message attribute value`;
  const rule = SMS_ATTRIBUTES.get(name);
  if (rule === undefined || (rule.type === type && rule.form.test(value))) return undefined;
  return `The value of the message attribute ${name} is not valid`;
}
