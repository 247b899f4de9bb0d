import { type AwsRefusal, UNUSABLE } from '../aws-refusal.js';
import type { HttpAnswer } from '../http-exchange.js';
import { parseJsonObject, parseMembers } from '../json-object.js';
import { isOfType } from '../provider-answer.js';
import type { Acceptance } from '../sms-provider.js';
import { type EumError, kindOfRefusal } from './aws-eum.errors.js';

/** What an answer without a message id means; the SDK takes an error within a 200 for success. */
export function refusalIn(answer: HttpAnswer): AwsRefusal {
  const { status } = answer;
  const error = parseError(answer);
  if (status < 300 && error === undefined) return UNUSABLE;
  const code = error?.reason ?? error?.exception ?? `http-${status}`;
  return { kind: kindOfRefusal(status, error), code };
}

/**
 * The acceptance in a 200 whose JSON was cut off or spoilt on the way: the message was taken, and its id may have
 * arrived before the cut.
 *
 * An empty body, an error within a 200, complete JSON without an id, and HTML are not that word.
 */
export function acceptanceIn(answer: HttpAnswer): Acceptance | undefined {
  const { status, body } = answer;
  if (status !== 200 || !isOfType(answer, 'application/x-amz-json-1.0', 'application/json')) return undefined;
  if (!/^\s*\{\s*"MessageId"/.test(body) || parseJsonObject(body) !== undefined) return undefined;
  return { providerMessageId: /"MessageId"\s*:\s*"([\w-]{1,256})"/.exec(body)?.[1] };
}

/** The error in an answer of the AWS JSON protocol; `undefined` when it names none. */
function parseError({ headers, body }: HttpAnswer): EumError | undefined {
  const members = parseJsonObject(body);
  const exception = nameIn(members?.get('__type')) ?? nameIn(headers['x-amzn-errortype']);
  if (exception === undefined) return undefined;
  const reason = nameIn(members?.get('Reason'));
  return { exception, ...(reason !== undefined && { reason }), fields: fieldNamesIn(members?.get('Fields')) };
}

/** `com.amazonaws…#Name` and `Name:http://…` both mean Name; what is no name may hold anything, a number too. */
function nameIn(value: unknown): string | undefined {
  return typeof value === 'string' ? /^(?:[\w.]*#)?(\w{1,80})(?::.*)?$/s.exec(value)?.[1] : undefined;
}

function fieldNamesIn(fields: unknown): string[] {
  if (!Array.isArray(fields)) return [];
  return fields.flatMap((field: unknown) => nameIn(parseMembers(field)?.get('Name')) ?? []);
}
