import type { Random } from '@standby/sms';

/** Texts that programs have stumbled over; none is a number anybody has. */
const AWKWARD = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  'true',
  '[object Object]',
  '__proto__',
  '../../etc/passwd',
  "' OR 1=1 --",
  '{{7*7}}',
  '%00',
  '\u0000',
  '\ud800',
  '\u202e\u0661',
  '😀'.repeat(40),
  'a'.repeat(5000),
  '9'.repeat(400),
  '+447400900123',
  '+1',
  '+882160000000',
  '+33899123456',
  'tel:+447400900123',
  '123456',
  '１２３４５６',
  'en-GB-oxendict-x-private',
];
const NUMBERS = [0, -0, -1, 1e308, Number.MAX_SAFE_INTEGER, 0.1];

/** What a fuzz is made of, drawn from one source of chance. */
export class Chance {
  constructor(private readonly random: Random) {}

  often(share: number): boolean {
    return this.random() < share;
  }

  below(end: number): number {
    return Math.floor(this.random() * end);
  }

  /** @throws {RangeError} when there is nothing to choose from. */
  one<T>(of: readonly T[]): T {
    const chosen = of[this.below(of.length)];
    if (chosen === undefined) throw new RangeError('There is nothing to choose from.');
    return chosen;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Uint8Array.from({ length }, () => this.below(256)));
  }

  awkward(): string {
    return this.one(AWKWARD);
  }

  /** A text that a header may hold. */
  header(text: string): string {
    return text.slice(0, 2000).replaceAll(/[^\u0020-\u007e\u00a0-\u00ff]/g, '?');
  }

  /** Something that was meant, or, the rest of the time, any JSON. */
  meant(share: number, value: unknown): unknown {
    return this.often(share) ? value : this.json();
  }

  /** A value of a type of JSON schema. */
  ofType(type: string): unknown {
    if (type === 'string') return this.awkward();
    return type === 'number' || type === 'integer' ? this.one(NUMBERS) : this.json();
  }

  json(depth = 0): unknown {
    const choice = this.below(depth > 3 ? 5 : 7);
    if (choice === 0) return null;
    if (choice === 1) return this.often(0.5);
    if (choice === 2) return this.one(NUMBERS);
    if (choice <= 4) return this.awkward();
    const children = Array.from({ length: this.below(4) }, () => this.json(depth + 1));
    return choice === 5 ? children : Object.fromEntries(children.map((child) => [this.awkward(), child]));
  }
}
