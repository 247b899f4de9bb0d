import type { TakenMessage } from '../taken-messages.js';

/** SNS has one log group for each. */
export type LogOutcome = 'SUCCESS' | 'FAILURE';

export const BY_PHONE = 'Message has been accepted by phone';
export const BY_CARRIER = 'Message has been accepted by phone carrier';

const PRICE_USD = 0.00645;
const DWELL_MS = 120;

/** The outcome a `providerResponse` speaks of. */
export function outcomeOf(providerResponse: string): LogOutcome {
  return providerResponse.startsWith('Message has been accepted') ? 'SUCCESS' : 'FAILURE';
}

/**
 * Phrases what SNS logs of a message.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html
 */
export function entryOf(message: TakenMessage, providerResponse: string, delayMs: number): object {
  const { id, to, acceptedAt, segments } = message;
  const status = outcomeOf(providerResponse);
  // What never reached a carrier has no price, no network and no parts.
  const isCarried = status === 'SUCCESS' || message.reason === undefined;
  return {
    notification: { messageId: id, timestamp: acceptedAt.replace('T', ' ').replace('Z', '') },
    delivery: {
      ...(isCarried && { phoneCarrier: 'Testbed Mobile', mnc: 1, mcc: 1, numberOfMessageParts: segments }),
      ...(isCarried && { priceInUSD: Number((PRICE_USD * segments).toFixed(5)) }),
      destination: to,
      smsType: 'Transactional',
      providerResponse,
      dwellTimeMs: DWELL_MS,
      ...(status === 'SUCCESS' && { dwellTimeMsUntilDeviceAck: DWELL_MS + delayMs }),
    },
    status,
  };
}
