import { randomUUID } from 'node:crypto';

/** Where callbacks go, and how long an answer to one may take. */
export interface CallbackTarget {
  /** Without the fragment, which is for Twilio alone and not signed. */
  readonly url: string;
  readonly answerLimitMs: number;
}

/** Twilio's read timeout where the fragment has no `rt`, and the longest it may have. */
const LONGEST_ANSWER_MS = 15_000;
const SHORTEST_ANSWER_MS = 100;

/** What Node calls it when there is no connection. */
const NOT_CONNECTED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Reads a StatusCallback; of the overrides in its fragment, `rt` alone is heeded.
 *
 * @see https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export function callbackTargetOf(statusCallback: string): CallbackTarget {
  const [url = '', fragment = ''] = statusCallback.split('#', 2);
  const limit = Number(new URLSearchParams(fragment).get('rt') ?? LONGEST_ANSWER_MS);
  const isLimit = limit >= SHORTEST_ANSWER_MS && limit <= LONGEST_ANSWER_MS;
  return { url, answerLimitMs: isLimit ? limit : LONGEST_ANSWER_MS };
}

/** Makes one callback, and once more when no connection is made: Twilio's default. What is lost then is lost. */
export async function callBack(
  { url, answerLimitMs }: CallbackTarget,
  form: URLSearchParams,
  signature: string,
  end: AbortSignal,
): Promise<void> {
  const post = async (headers: Record<string, string>): Promise<void> => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'x-twilio-signature': signature, ...headers },
      body: form,
      signal: AbortSignal.any([end, AbortSignal.timeout(answerLimitMs)]),
    });
    await answer.body?.cancel();
  };
  try {
    await post({});
  } catch (error) {
    if (isNotConnected(error)) await post({ 'i-twilio-idempotency-token': randomUUID() }).catch(() => {});
  }
}

function isNotConnected(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && NOT_CONNECTED.has(cause.code);
}
