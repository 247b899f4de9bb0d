import { isE164 } from '../e164.js';
import { isRecord } from '../json-record.js';

const OUTCOMES = ['sent', 'delivered', 'undelivered', 'failed'] as const;
const TROUBLES = ['none', 'lost', 'doubled', 'reordered', 'lying', 'forged'] as const;

/** What becomes of messages after their 201, and how it is reported. */
export interface ReceiptOrder {
  /** The last word; `sent` where the carrier reports nothing. */
  readonly outcome: (typeof OUTCOMES)[number];
  /** For one recipient, in E.164; without it, for all. */
  readonly to?: string;
  /** Share of the messages, from 0 to 1; the rest go by the next order. */
  readonly probability: number;
  /** Error code of an outcome that is a failure. */
  readonly code: number;
  /** Before each report, in ms. */
  readonly delayMs: number;
  /** `lost`: nothing is reported; `lying`: the last word is the opposite; `forged`: the signature is not Twilio's. */
  readonly trouble: (typeof TROUBLES)[number];
}

/** Raised for an order that cannot be carried out; its message says what is allowed. */
export class InvalidReceiptOrderError extends Error {
  override readonly name = 'InvalidReceiptOrderError';
}

const HANDSET_UNREACHABLE = 30_003;
const LONGEST_DELAY_MS = 3_600_000;
const DEFAULT_DELAY_MS = 100;

/** What a message that nobody gave an order for comes to. */
export const DELIVERED: ReceiptOrder = {
  outcome: 'delivered',
  probability: 1,
  code: HANDSET_UNREACHABLE,
  delayMs: DEFAULT_DELAY_MS,
  trouble: 'none',
};

/**
 * Reads one order or a list of them, the first that fits a message being its own.
 *
 * @throws {InvalidReceiptOrderError} when one cannot be carried out.
 */
export function normaliseReceiptOrders(given: unknown): readonly ReceiptOrder[] {
  return (Array.isArray(given) ? given : [given]).map(orderOf);
}

function orderOf(given: unknown): ReceiptOrder {
  if (!isRecord(given))
    throw new InvalidReceiptOrderError('An order must be an object such as {"outcome":"sent"}.');
  const {
    outcome = DELIVERED.outcome,
    to,
    probability = DELIVERED.probability,
    code = DELIVERED.code,
    delayMs = DELIVERED.delayMs,
    trouble = DELIVERED.trouble,
    ...others
  } = given;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new InvalidReceiptOrderError(`An order has no "${unknown}".`);
  if (to !== undefined && !(typeof to === 'string' && isE164(to)))
    throw new InvalidReceiptOrderError('"to": a number in E.164 form.');
  return {
    outcome: wordIn(OUTCOMES, 'outcome', outcome),
    ...(to !== undefined && { to }),
    probability: numberIn('probability', probability, 1),
    code: wholeIn('code', code, 99_999),
    delayMs: wholeIn('delayMs', delayMs, LONGEST_DELAY_MS),
    trouble: wordIn(TROUBLES, 'trouble', trouble),
  };
}

function wordIn<Word extends string>(words: readonly Word[], name: string, value: unknown): Word {
  const word = words.find((each) => each === value);
  if (word !== undefined) return word;
  throw new InvalidReceiptOrderError(`"${name}": one of ${words.join(', ')}.`);
}

function numberIn(name: string, value: unknown, most: number): number {
  if (typeof value === 'number' && value >= 0 && value <= most) return value;
  throw new InvalidReceiptOrderError(`"${name}": a number from 0 to ${most}.`);
}

function wholeIn(name: string, value: unknown, most: number): number {
  if (Number.isInteger(value)) return numberIn(name, value, most);
  throw new InvalidReceiptOrderError(`"${name}": a whole number from 0 to ${most}.`);
}
