import { randomUUID } from 'node:crypto';
import type { SignatureFault } from '../sigv4.js';
import { type Answer, retryAfterHeader } from '../stand-in.js';

/** An error a request is answered with. */
export interface EumRefusal {
  /** Name of the exception. */
  readonly exception: string;
  readonly status: number;
  readonly message: string;
  readonly reason?: string;
  /** Name of the request's field that is wrong. */
  readonly field?: string;
}

const OF_SIGNATURES: Readonly<Record<SignatureFault['fault'], string>> = {
  missing: 'MissingAuthenticationTokenException',
  incomplete: 'IncompleteSignatureException',
  'unknown-key': 'UnrecognizedClientException',
  mismatch: 'InvalidSignatureException',
};

/** Phrases the result of one operation. @see AWS JSON 1.0 protocol */
export function resultAnswer(result: object): Answer {
  return jsonAnswer(200, result);
}

/** Phrases an error; `status` differs from the documented one only inside a 200. */
export function refusalAnswer(refusal: EumRefusal, retryAfterSeconds?: number): Answer {
  const { exception, status, message, reason, field } = refusal;
  const body = {
    __type: exception,
    Message: message,
    ...(reason !== undefined && { Reason: reason }),
    ...(field !== undefined && { Fields: [{ Name: field, Message: message }] }),
  };
  return jsonAnswer(status, body, retryAfterHeader(retryAfterSeconds));
}

/** Names what is wrong with a signature as the JSON protocol does. */
export function refusalOfSignature({ fault, message }: SignatureFault): EumRefusal {
  return { exception: OF_SIGNATURES[fault], status: 400, message };
}

function jsonAnswer(status: number, content: object, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID(), ...headers },
    body: JSON.stringify(content),
  };
}
