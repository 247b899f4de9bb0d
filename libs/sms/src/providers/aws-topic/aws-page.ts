import type { Clock } from '../../resilience/clock.js';
import { TimeLimit } from '../../resilience/time-limit.js';

/**
 * Reads a page of AWS; `undefined` when there is none at that address.
 *
 * @throws {PageUnavailableError} when nobody could be asked, or whoever was asked is in trouble.
 */
export type FetchPage = (url: string) => Promise<string | undefined>;

/** A page of AWS could not be read this time. */
export class PageUnavailableError extends Error {
  override readonly name = 'PageUnavailableError';

  /** @param reason `server-error`, `no-page`, or `no-answer` with the code of what went wrong */
  constructor(readonly reason: string) {
    super(`A page of AWS could not be read: ${reason}.`);
  }
}

/** A certificate, or the word that a subscription is confirmed, has two kilobytes. */
const MAX_PAGE_BYTES = 16 * 1024;

/**
 * Reads pages over HTTPS: follows no redirect, reads 16 KiB at most, and ends after `limitMs` at the latest.
 *
 * @param endpoint origin asked in the place of the one the address names; absent: that one
 */
export function pagesOver(clock: Clock, limitMs: number, endpoint?: string): FetchPage {
  return async (url) => {
    using limit = new TimeLimit(clock, limitMs);
    const { pathname, search, origin } = new URL(url);
    try {
      const address = new URL(pathname + search, endpoint ?? origin);
      const answer = await fetch(address, { redirect: 'manual', signal: limit.signal });
      if (answer.status >= 500) throw new PageUnavailableError('server-error');
      if (answer.status !== 200) {
        await answer.body?.cancel();
        return undefined;
      }
      return await textOf(answer);
    } catch (error) {
      if (error instanceof PageUnavailableError) throw error;
      throw new PageUnavailableError(`no-answer: ${codeOf(error)}`);
    }
  };
}

/** The body of an answer; `undefined` when it is longer than a page is. */
async function textOf({ body }: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_PAGE_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What the system calls it, under what `fetch` calls it. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.cause instanceof Error) return codeOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
