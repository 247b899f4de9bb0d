import type { MessageRecord } from '@standby/sms';

/** What a sign-in page may tell the person who waits for a code; nothing of the number, its network or its country. */
export const DELIVERIES = ['on-its-way', 'trying-another-route', 'delivered', 'not-delivered'] as const;

export type Delivery = (typeof DELIVERIES)[number];

/** What is known of a code's latest message; one of which nothing is known is on its way. */
export function deliveryOf(record: MessageRecord | undefined): Delivery {
  if (record === undefined) return 'on-its-way';
  if (record.status === 'delivered') return 'delivered';
  if (hasFailed(record)) return 'not-delivered';
  return isBeingRerouted(record) ? 'trying-another-route' : 'on-its-way';
}

/** It failed, or was silent, and goes another way now, or is about to. */
function isBeingRerouted({ watch, attempts }: MessageRecord): boolean {
  if (watch.state === 'armed') return attempts.every(hasFailed);
  return watch.state === 'resending' || (watch.state === 'spent' && watch.why === 'resent');
}

function hasFailed({ status }: Pick<MessageRecord, 'status'>): boolean {
  return status === 'undelivered' || status === 'failed';
}
