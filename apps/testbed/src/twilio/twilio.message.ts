import { randomUUID } from 'node:crypto';
import { segmentsOf } from '../segments.js';
import type { ProviderRequest } from '../stand-in.js';
import type { TakenMessage } from '../taken-messages.js';

/** Reads the form of a request; a body of another type has no parameters. */
export function formOf({ headers, body }: ProviderRequest): URLSearchParams {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return new URLSearchParams(isForm ? body : '');
}

/** Makes the message of a checked form; `failure` is the error code of one that fails right after its 201. */
export function messageOf(params: URLSearchParams, now: Date, failure: string | undefined): TakenMessage {
  const body = params.get('Body') ?? '';
  const firstStatus = params.has('MessagingServiceSid') ? 'accepted' : 'queued';
  return {
    id: `SM${randomUUID().replaceAll('-', '')}`,
    provider: 'twilio',
    to: params.get('To') ?? '',
    from: params.get('From'),
    body,
    segments: segmentsOf(body),
    acceptedAt: now.toISOString(),
    ...(failure === undefined ? { status: firstStatus } : { status: 'failed', reason: failure }),
    asked: othersOf(params),
    receipts: [],
  };
}

function othersOf(params: URLSearchParams): Record<string, readonly string[]> {
  const others = [...new Set(params.keys())].filter(
    (key) => key !== 'To' && key !== 'From' && key !== 'Body',
  );
  return Object.fromEntries(others.map((key) => [key, params.getAll(key)]));
}
