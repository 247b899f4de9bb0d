import type { MessageAttempt } from '../ledger/message-attempt.js';
import type { MessageContent } from '../ledger/message-record.js';
import type { DeliveryStatus, MessageStatus } from '../ledger/message-status.js';
import type { Cost } from '../message/message-price.js';
import type { Purpose } from '../message/outbound-message.js';
import { HANDLING } from '../providers/handling.js';
import { parseJson } from '../providers/json-object.js';
import type { AttemptReason } from '../routing/attempt.js';
import { fieldOf, keyIn, numberIn, textIn, type Words } from './json-fields.js';

const DELIVERY: Words<DeliveryStatus> = {
  accepted: true,
  sent: true,
  delivered: true,
  undelivered: true,
  failed: true,
  unknown: true,
};
const STATUSES: Words<MessageStatus> = { ...DELIVERY, sending: true };
const PURPOSES: Words<Purpose> = { 'one-time-code': true, notification: true };
const REASONS: Words<AttemptReason> = {
  'first-choice': true,
  'passed-over': true,
  'refused-before': true,
  'after-failure': true,
  hedge: true,
  again: true,
  watch: true,
};

/** The status a column names, or `otherwise`. */
export function messageStatusOr(otherwise: MessageStatus, word: string): MessageStatus {
  return keyIn(STATUSES, word) ?? otherwise;
}

/** The purpose a column names, or `otherwise`. */
export function purposeOr(otherwise: Purpose, word: string): Purpose {
  return keyIn(PURPOSES, word) ?? otherwise;
}

/** Reads names from JSON; `undefined` when they are none. */
export function parseNames(json: string): readonly string[] | undefined {
  const names = parseJson(json);
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : undefined;
}

/** Reads attempts from JSON; `undefined` when they are none. What is missing of an attempt is left out. */
export function parseAttempts(json: string): readonly MessageAttempt[] | undefined {
  const attempts = parseJson(json);
  return Array.isArray(attempts) ? attempts.map(attemptOf) : undefined;
}

/** Reads recipient and text from JSON; `undefined` when it is something else. */
export function parseContent(json: string): MessageContent | undefined {
  const value = parseJson(json);
  const [to, text] = [textIn(value, 'to'), textIn(value, 'text')];
  return to === undefined || text === undefined ? undefined : { to, text };
}

function attemptOf(value: unknown): MessageAttempt {
  const providerMessageId = textIn(value, 'providerMessageId');
  const reason = keyIn(REASONS, textIn(value, 'reason'));
  const tookMs = numberIn(value, 'tookMs');
  const kind = keyIn(HANDLING, textIn(value, 'kind'));
  const code = textIn(value, 'code');
  const [acceptedAt, heardAfterMs] = [numberIn(value, 'acceptedAt'), numberIn(value, 'heardAfterMs')];
  const [cost, estimatedCost] = [costIn(value, 'cost'), costIn(value, 'estimatedCost')];
  return {
    provider: textIn(value, 'provider') ?? 'none',
    status: keyIn(DELIVERY, textIn(value, 'status')) ?? 'unknown',
    segments: numberIn(value, 'segments') ?? 1,
    ...(providerMessageId !== undefined && { providerMessageId }),
    ...(reason && { reason }),
    ...(tookMs !== undefined && { tookMs }),
    ...(kind && { kind }),
    ...(code !== undefined && { code }),
    ...(cost && { cost }),
    ...(estimatedCost && { estimatedCost }),
    ...(acceptedAt !== undefined && { acceptedAt }),
    ...(heardAfterMs !== undefined && { heardAfterMs }),
  };
}

function costIn(value: unknown, name: string): Cost | undefined {
  const cost = fieldOf(value, name);
  const [amount, currency] = [numberIn(cost, 'amount'), textIn(cost, 'currency')];
  return amount === undefined || currency === undefined ? undefined : { amount, currency };
}
