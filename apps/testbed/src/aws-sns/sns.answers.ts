import { randomUUID } from 'node:crypto';
import type { SignatureFault } from '../sigv4.js';
import { type Answer, retryAfterHeader } from '../stand-in.js';

/** An error a request is answered with. */
export interface SnsRefusal {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

const OF_SIGNATURES: Readonly<Record<SignatureFault['fault'], Omit<SnsRefusal, 'message'>>> = {
  missing: { code: 'MissingAuthenticationToken', status: 403 },
  incomplete: { code: 'IncompleteSignature', status: 400 },
  'unknown-key': { code: 'InvalidClientTokenId', status: 403 },
  mismatch: { code: 'SignatureDoesNotMatch', status: 403 },
};

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

/** Phrases the result of one action; `result` is XML already. @see AWS SNS API 2010-03-31 */
export function actionAnswer(action: string, result: string): Answer {
  const requestId = randomUUID();
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  const content = `<${action}Result>${result}</${action}Result>${metadata}`;
  return xmlAnswer(200, requestId, `<${action}Response xmlns="${NAMESPACE}">${content}</${action}Response>`);
}

/** Phrases an error; `status` differs from the documented one only inside a 200. */
export function refusalAnswer({ code, status, message }: SnsRefusal, retryAfterSeconds?: number): Answer {
  const requestId = randomUUID();
  const type = status >= 500 ? 'Receiver' : 'Sender';
  const error = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const body = `<ErrorResponse xmlns="${NAMESPACE}">${error}<RequestId>${requestId}</RequestId></ErrorResponse>`;
  return xmlAnswer(status, requestId, body, retryAfterHeader(retryAfterSeconds));
}

/** Names what is wrong with a signature as the Query protocol does. */
export function refusalOfSignature({ fault, message }: SignatureFault): SnsRefusal {
  return { ...OF_SIGNATURES[fault], message };
}

/** Phrases a list of texts. */
export function memberList(name: string, members: readonly string[]): string {
  return `<${name}>${members.map((member) => `<member>${escapeXml(member)}</member>`).join('')}</${name}>`;
}

/** Phrases a map of texts. */
export function entryMap(name: string, entries: Iterable<readonly [string, string]>): string {
  const pairs = [...entries].map(
    ([key, value]) => `<entry><key>${escapeXml(key)}</key><value>${escapeXml(value)}</value></entry>`,
  );
  return `<${name}>${pairs.join('')}</${name}>`;
}

function xmlAnswer(
  status: number,
  requestId: string,
  body: string,
  headers: Record<string, string> = {},
): Answer {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId, ...headers }, body };
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
