import { isE164 } from '../e164.js';

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
const FIELDS = ['outcome', 'to', 'probability', 'code', 'delayMs', 'trouble'];

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
  const fields = new Map<string, unknown>(
    typeof given === 'object' && given !== null ? Object.entries(given) : [],
  );
  const unknown = [...fields.keys()].find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) throw new InvalidReceiptOrderError(`An order has no "${unknown}".`);
  const to = fields.get('to');
  if (to !== undefined && !(typeof to === 'string' && isE164(to)))
    throw new InvalidReceiptOrderError('"to": a number in E.164 form.');
  return {
    outcome: wordIn(OUTCOMES, 'outcome', fields.get('outcome') ?? 'delivered'),
    ...(to !== undefined && { to }),
    probability: numberIn(fields, 'probability', 1, 1),
    code: numberIn(fields, 'code', HANDSET_UNREACHABLE, 99_999),
    delayMs: numberIn(fields, 'delayMs', DEFAULT_DELAY_MS, LONGEST_DELAY_MS),
    trouble: wordIn(TROUBLES, 'trouble', fields.get('trouble') ?? 'none'),
  };
}

function wordIn<Word extends string>(words: readonly Word[], name: string, value: unknown): Word {
  const word = words.find((each) => each === value);
  if (word !== undefined) return word;
  throw new InvalidReceiptOrderError(`"${name}": one of ${words.join(', ')}.`);
}

function numberIn(
  fields: ReadonlyMap<string, unknown>,
  name: string,
  otherwise: number,
  most: number,
): number {
  const value = fields.get(name) ?? otherwise;
  if (typeof value === 'number' && value >= 0 && value <= most) return value;
  throw new InvalidReceiptOrderError(`"${name}": a number from 0 to ${most}.`);
}
