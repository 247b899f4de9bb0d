import { isE164 } from '../e164.js';
import type { EumAccount } from './eum.account.js';
import type { EumRefusal } from './eum.answers.js';
import { EUM_CODES, refused } from './eum.codes.js';

/** The members of a request's JSON body. */
export type EumParameters = ReadonlyMap<string, unknown>;

const LONGEST_MESSAGE = 1_600;
const RESOURCE = /^[A-Za-z0-9_:/+-]{1,256}$/;

/** The form of each parameter a message may leave out. @see the SendTextMessage page of the API reference */
const OPTIONAL: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['OriginationIdentity', isText(RESOURCE)],
  ['ConfigurationSetName', isText(RESOURCE)],
  ['ProtectConfigurationId', isText(RESOURCE)],
  ['MessageType', isText(/^(TRANSACTIONAL|PROMOTIONAL)$/)],
  ['MaxPrice', isText(/^(?=.{2,8}$)\d{0,2}\.\d{1,8}$/)],
  ['TimeToLive', isTimeToLive],
  ['Context', isContext],
  ['DryRun', isBoolean],
  ['MessageFeedbackEnabled', isBoolean],
]);

/** Returns why a SendTextMessage would not be taken; undefined when it would. */
export function refusalOfSend(parameters: EumParameters, account: EumAccount): EumRefusal | undefined {
  const number = parameters.get('DestinationPhoneNumber');
  const body = parameters.get('MessageBody');
  if (number === undefined) return invalid('MISSING_PARAMETER', 'DestinationPhoneNumber');
  if (typeof number !== 'string' || !isE164(number)) {
    return invalid('INVALID_PARAMETER', 'DestinationPhoneNumber');
  }
  if (body === undefined) return invalid('MISSING_PARAMETER', 'MessageBody');
  if (typeof body !== 'string' || body === '') return invalid('INVALID_PARAMETER', 'MessageBody');
  if (body.length > LONGEST_MESSAGE) return invalid('MAXIMUM_SIZE_EXCEEDED', 'MessageBody');
  for (const [name, isWellFormed] of OPTIONAL) {
    const value = parameters.get(name);
    if (value !== undefined && !isWellFormed(value)) return invalid('INVALID_PARAMETER', name);
  }
  if (account.optOuts.has(number)) return EUM_CODES.get('DESTINATION_PHONE_NUMBER_OPTED_OUT');
  if (account.reach === 'sandbox') return EUM_CODES.get('DESTINATION_PHONE_NUMBER_NOT_VERIFIED');
  return undefined;
}

/** A parameter that is missing or malformed. */
export function invalid(reason: string, field: string): EumRefusal {
  return refused('ValidationException', reason, `${field} is not valid`, field);
}

function isText(form: RegExp): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && form.test(value);
}

function isTimeToLive(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 5 && value <= 259_200;
}

function isContext(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(
    ([name, text]) => /^\S{1,100}$/.test(name) && typeof text === 'string' && /^\S(.{0,798}\S)?$/s.test(text),
  );
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}
