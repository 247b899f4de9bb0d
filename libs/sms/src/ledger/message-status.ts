/** What is known of one attempt at a message, once a provider has been asked. */
export type DeliveryStatus = 'accepted' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'unknown';

/** What is known of a message: `sending` until it is known how its attempts ended. */
export type MessageStatus = 'sending' | DeliveryStatus;

/**
 * The one table by which a status moves; whatever it does not name changes nothing.
 *
 * ```
 * sending ──▶ unknown ──▶ accepted ──▶ sent ──▶ undelivered | failed ──▶ delivered
 * ```
 *
 * Steps may be skipped, none is taken back. A failure can be taken back by a delivery alone: carriers report both,
 * in any order, and a text that arrived has arrived.
 */
const MOVES: Readonly<Record<MessageStatus, readonly MessageStatus[]>> = {
  sending: ['unknown', 'accepted', 'sent', 'delivered', 'undelivered', 'failed'],
  unknown: ['accepted', 'sent', 'delivered', 'undelivered', 'failed'],
  accepted: ['sent', 'delivered', 'undelivered', 'failed'],
  sent: ['delivered', 'undelivered', 'failed'],
  undelivered: ['delivered'],
  failed: ['delivered'],
  delivered: [],
};

/** The status after `next` was heard: `next` where it leads forward from `current`, else `current`. */
export function moved<Status extends MessageStatus>(current: Status, next: Status): Status {
  return MOVES[current].includes(next) ? next : current;
}

/** Whether nothing but a late delivery can still change it. */
export function isFinal(status: MessageStatus): boolean {
  return status === 'delivered' || isFailure(status);
}

/** Whether it did not arrive, as far as is known. */
export function isFailure(status: MessageStatus): boolean {
  return status === 'undelivered' || status === 'failed';
}

interface Attempted {
  readonly status: DeliveryStatus;
}

/** Of several attempts the most hopeful one speaks for the message; from the best to the worst. */
const PRECEDENCE: readonly DeliveryStatus[] = [
  'delivered',
  'sent',
  'accepted',
  'unknown',
  'undelivered',
  'failed',
];

/** What all attempts together say of the message; without any, nobody was asked, and it `failed`. */
function statusOfAttempts(attempts: readonly Attempted[]): DeliveryStatus {
  return PRECEDENCE.find((status) => attempts.some((attempt) => attempt.status === status)) ?? 'failed';
}

/**
 * The status of a message when these are its attempts. Once a provider accepted it, the attempts whose end nobody
 * knows say nothing any more: no receipt speaks of them, but one that names the message, which makes them accepted.
 */
export function statusAfter(current: MessageStatus, attempts: readonly Attempted[]): MessageStatus {
  const isOpen = current === 'sending' || current === 'unknown';
  const speaking = isOpen ? attempts : attempts.filter(({ status }) => status !== 'unknown');
  return moved(current, statusOfAttempts(speaking));
}
