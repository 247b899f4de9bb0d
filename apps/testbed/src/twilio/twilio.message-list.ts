import type { TakenMessage } from '../taken-messages.js';
import { API_VERSION, messageResource } from './twilio.answers.js';

const LARGEST_PAGE = 1_000;
const DEFAULT_PAGE = 50;

/**
 * Phrases one page of the Message list, newest first, filtered by From and by the day or instant of sending.
 *
 * Twilio does not say whether a date finds messages that are still queued, which have none; here it does not.
 */
export function messageListPage(
  messages: readonly TakenMessage[],
  params: URLSearchParams,
  accountSid: string,
): Record<string, unknown> {
  const found = messages.filter((message) => isWanted(message, params));
  const size = Math.min(wholeNumberOf(params.get('PageSize')) ?? DEFAULT_PAGE, LARGEST_PAGE);
  const page = wholeNumberOf(params.get('Page')) ?? 0;
  const start = page * size;
  const shown = found.slice(start, start + size);
  const hasMore = found.length > start + size;
  return {
    messages: shown.map((message) => messageResource(message, accountSid)),
    start,
    end: start + Math.max(shown.length - 1, 0),
    page,
    page_size: size,
    uri: pageUri(accountSid, params, page),
    first_page_uri: pageUri(accountSid, params, 0),
    next_page_uri: hasMore ? pageUri(accountSid, params, page + 1) : null,
    previous_page_uri: page > 0 ? pageUri(accountSid, params, page - 1) : null,
  };
}

function isWanted({ sentAt = '', from }: TakenMessage, params: URLSearchParams): boolean {
  const [exactly, before, after] = [params.get('DateSent'), params.get('DateSent<'), params.get('DateSent>')];
  const wantedFrom = params.get('From');
  return (
    (wantedFrom === null || wantedFrom === from) &&
    (exactly === null || sentAt.slice(0, 10) === exactly.slice(0, 10)) &&
    (before === null || secondsOf(sentAt) <= secondsOf(before)) &&
    (after === null || secondsOf(sentAt) >= secondsOf(after))
  );
}

function secondsOf(instant: string): number {
  return Math.floor(Date.parse(instant) / 1_000);
}

function wholeNumberOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function pageUri(accountSid: string, params: URLSearchParams, page: number): string {
  const query = new URLSearchParams(params);
  query.set('Page', String(page));
  return `/${API_VERSION}/Accounts/${accountSid}/Messages.json?${query.toString()}`;
}
