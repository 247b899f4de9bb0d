import type { OnceRequest } from '../ledger/key-use.js';
import type { SentMessage } from '../ledger/sent-message.js';

export const NEVER: AbortSignal = new AbortController().signal;
export const WAY = { route: ['first', 'second'], routeReason: 'configured-order' } as const;

const WHOSE = { provider: 'first', attempts: [], segments: 1, ...WAY } as const;

/** What is told of a message that its provider accepted. */
export function sentAs(id: string): SentMessage {
  return { status: 'accepted', id, providerMessageId: `of ${id}`, ...WHOSE };
}

/** What is told of one that was lost. */
export function lostAs(id: string): SentMessage {
  return { status: 'unknown', id, ...WHOSE };
}

/** A wish to send a message of ten seconds at most. */
export function requestFor(id: string, signal: AbortSignal = NEVER, text = 'Hello'): OnceRequest {
  const content = ['+447400123456', 'notification', text];
  return { content, deadlineMs: 10_000, ifLost: lostAs(id), signal };
}
