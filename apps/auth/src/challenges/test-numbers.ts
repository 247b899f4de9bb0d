import { DAY_MS } from '../wall-clock.js';

/** A number that is sent nothing and has the same code each time, until its time is over. */
export interface TestNumber {
  /** E.164. */
  readonly e164: string;
  readonly code: string;
  /** When it becomes a number like any other, in ms since the epoch. */
  readonly endsAt: number;
}

/** Numbers, their codes and their last days; nothing else, so that a mistake is a mistake. */
const ENTRY = /^(\+[1-9]\d{6,14})=(\d{6})@(\d{4}-\d{2}-\d{2})$/;
const PUNCTUATION = /[\s().\-/]/g;

/**
 * Reads `+15005550009=482913@2027-01-01`, separated by commas; the last day counts whole, in UTC.
 *
 * @returns undefined when an entry is malformed, or a number stands twice
 */
export function parseTestNumbers(text: string): readonly TestNumber[] | undefined {
  const numbers = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(parseEntry);
  const read = numbers.filter((number) => number !== undefined);
  const distinct = new Set(read.map(({ e164 }) => e164));
  return distinct.size === numbers.length ? read : undefined;
}

function parseEntry(entry: string): TestNumber | undefined {
  const [, e164, code, day] = ENTRY.exec(entry) ?? [];
  if (e164 === undefined || code === undefined || day === undefined) return undefined;
  const begins = Date.parse(`${day}T00:00:00Z`);
  // "2027-02-31" is read as a day in March by some, and as none by others.
  const isDay = !Number.isNaN(begins) && new Date(begins).toISOString().startsWith(day);
  return isDay ? { e164, code, endsAt: begins + DAY_MS } : undefined;
}

/** Whether a code is one of those that are tried first: one digit, or digits in a row. */
export function isWeakCode(code: string): boolean {
  const steps = new Set(Array.from(code.slice(1), (digit, index) => Number(digit) - Number(code[index])));
  const [step = 0] = steps;
  return steps.size === 1 && Math.abs(step) <= 1;
}

/** The test numbers that are in force. */
export class TestNumbers {
  readonly #numbers: ReadonlyMap<string, TestNumber>;

  constructor(numbers: readonly TestNumber[]) {
    this.#numbers = new Map(numbers.map((number) => [number.e164, number]));
  }

  /** The test number somebody typed, if it is one at this time; it need not be a number that exists. */
  find(typed: string, now: number): TestNumber | undefined {
    const number = this.#numbers.get(typed.trim().replace(PUNCTUATION, ''));
    return number !== undefined && now < number.endsAt ? number : undefined;
  }

  /** How many are in force, and how many have had their time. */
  counts(now: number): { readonly inForce: number; readonly ended: number } {
    const all = Array.from(this.#numbers.values());
    const inForce = all.filter(({ endsAt }) => now < endsAt).length;
    return { inForce, ended: all.length - inForce };
  }
}
