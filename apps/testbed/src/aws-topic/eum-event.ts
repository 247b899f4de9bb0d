import type { TakenMessage } from '../taken-messages.js';

const PRICE_USD = 0.00581;
const CARRIER_FEE_USD = 0.00267;

/** Events after which another follows. */
const PROGRESS = ['TEXT_QUEUED', 'TEXT_PENDING', 'TEXT_SENT'];

/**
 * Every event of a text message.
 *
 * @see https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html
 */
export const EUM_EVENTS: readonly string[] = [
  ...PROGRESS,
  'TEXT_SUCCESSFUL',
  'TEXT_DELIVERED',
  'TEXT_INVALID',
  'TEXT_INVALID_MESSAGE',
  'TEXT_UNREACHABLE',
  'TEXT_CARRIER_UNREACHABLE',
  'TEXT_BLOCKED',
  'TEXT_CARRIER_BLOCKED',
  'TEXT_SPAM',
  'TEXT_PROTECT_BLOCKED',
  'TEXT_TTL_EXPIRED',
  'TEXT_UNKNOWN',
];

/** Phrases an event of End User Messaging about a message. */
export function eumEventOf(message: TakenMessage, eventType: string, at: Date): string {
  const { id, to, from, segments, acceptedAt, asked } = message;
  const isFinal = !PROGRESS.includes(eventType);
  return JSON.stringify({
    eventType,
    eventVersion: '1.0',
    eventTimestamp: at.getTime(),
    isFinal,
    originationPhoneNumber: from,
    destinationPhoneNumber: to,
    messageId: id,
    messageRequestTimestamp: Date.parse(acceptedAt),
    messageType: asked.MessageType?.[0] ?? 'TRANSACTIONAL',
    messageStatus: eventType.replace(/^TEXT_/, ''),
    messageStatusDescription: eventType,
    context: contextOf(asked.Context?.[0]),
    totalMessageParts: segments,
    ...(isFinal && {
      totalMessagePrice: Number((PRICE_USD * segments).toFixed(5)),
      totalCarrierFee: Number((CARRIER_FEE_USD * segments).toFixed(5)),
    }),
    isInternationalSend: false,
  });
}

function contextOf(text = '{}'): unknown {
  const context: unknown = JSON.parse(text);
  return context;
}
