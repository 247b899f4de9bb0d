import { type AwsRefusal, UNUSABLE } from '../aws-refusal.js';
import type { HttpAnswer } from '../http-exchange.js';
import { isOfType } from '../provider-answer.js';
import type { Acceptance } from '../sms-provider.js';
import { kindOfRefusal } from './aws-sns.errors.js';

/** What an answer without a message id means; the SDK takes an `ErrorResponse` within a 200 for success. */
export function refusalIn({ status, body }: HttpAnswer): AwsRefusal {
  const code = /<Code>\s*([\w.]{1,80})\s*<\/Code>/.exec(body)?.[1];
  if (status < 300 && code === undefined) return UNUSABLE;
  const message = /<Message>([^<]*)<\/Message>/.exec(body)?.[1];
  return { kind: kindOfRefusal(status, code, message), code: code ?? `http-${status}` };
}

/**
 * The acceptance in a 200 of SNS whose XML was cut off or spoilt on the way: the message was taken, and its id may
 * have arrived before the cut.
 *
 * An empty body, an `ErrorResponse` within a 200, and HTML are not that word.
 */
export function acceptanceIn(answer: HttpAnswer): Acceptance | undefined {
  const { status, body } = answer;
  if (status !== 200 || !isOfType(answer, 'text/xml', 'application/xml')) return undefined;
  if (!/^\s*(<\?xml[^>]*>\s*)?<PublishR/.test(body) || body.includes('</PublishResponse>')) return undefined;
  return { providerMessageId: /<MessageId>([0-9a-f-]{36})<\/MessageId>/.exec(body)?.[1] };
}

/** Whether a body is the answer to one of the questions of the probe. */
export function isAccountAnswer(body: string): boolean {
  return /^\s*(<\?xml[^>]*>\s*)?<GetSMS/.test(body);
}
