import type { Random } from '@standby/sms';
import type { Operation } from './api-operations.js';

/** A request as it is put on the wire. */
export interface FuzzedRequest {
  readonly method: Operation['method'];
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

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
const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'application/problem+json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
  'x',
];
const AUTHORIZATIONS = ['Bearer', 'Bearer ', 'Bearer a.b.c', `Bearer ${'x'.repeat(3000)}`, 'Basic YTpi', 'é'];

/** Makes requests out of chance: near to what the API wants, and far from it. */
export class RequestFuzz {
  constructor(
    private readonly operations: readonly Operation[],
    private readonly random: Random,
  ) {}

  next(): FuzzedRequest {
    const operation = this.#one(this.operations);
    const headers = { 'content-type': this.#often(0.8) ? 'application/json' : this.#one(TYPES) };
    return {
      method: this.#often(0.95) ? operation.method : this.#one(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
      path: this.#path(operation.path),
      headers: { ...headers, ...this.#moreHeaders() },
      ...(operation.method !== 'GET' && { body: this.#body(operation) }),
    };
  }

  #path(pattern: string): string {
    const path = pattern.replaceAll(/\{\w+\}/g, () => encodeURIComponent(this.#segment()));
    return this.#often(0.1) ? `${path}?${encodeURIComponent(this.#one(AWKWARD).toWellFormed())}=1` : path;
  }

  #segment(): string {
    if (this.#often(0.5)) return Buffer.from(this.#bytes(32)).toString('base64url');
    return this.#one(AWKWARD).toWellFormed().slice(0, 900) || 'x';
  }

  #moreHeaders(): Record<string, string> {
    return {
      ...(this.#often(0.3) && { authorization: latin(this.#one(AUTHORIZATIONS)) }),
      ...(this.#often(0.1) && { 'accept-language': latin(this.#one(AWKWARD).slice(0, 2000)) }),
      ...(this.#often(0.1) && { 'x-forwarded-for': latin(this.#one(AWKWARD).slice(0, 2000)) }),
      ...(this.#often(0.05) && { 'x-amz-firehose-request-id': latin(this.#one(AWKWARD).slice(0, 2000)) }),
      ...(this.#often(0.05) && { 'x-twilio-signature': Buffer.from(this.#bytes(20)).toString('base64') }),
    };
  }

  #body({ fields }: Operation): string | Buffer {
    if (this.#often(0.2)) return Buffer.from(this.#bytes(Math.floor(this.random() * 2000)));
    if (this.#often(0.05)) return JSON.stringify(this.#value(0)).slice(0, Math.floor(this.random() * 200));
    // From nearly all fields to hardly any: the more there are, the less often all of them are right.
    const share = this.random();
    const named = Object.fromEntries(
      Object.entries(fields)
        .filter(() => this.#often(share))
        .map(([name, type]) => [name, this.#often(0.5) ? this.#ofType(type) : this.#value(0)]),
    );
    return JSON.stringify(this.#often(0.1) ? { ...named, [this.#one(AWKWARD)]: this.#value(0) } : named);
  }

  #ofType(type: string): unknown {
    if (type === 'string') return this.#one(AWKWARD);
    return type === 'number' || type === 'integer' ? this.#one(NUMBERS) : this.#value(0);
  }

  #value(depth: number): unknown {
    const choice = Math.floor(this.random() * (depth > 3 ? 5 : 7));
    if (choice === 0) return null;
    if (choice === 1) return this.#often(0.5);
    if (choice === 2) return this.#one(NUMBERS);
    if (choice <= 4) return this.#one(AWKWARD);
    const children = Array.from({ length: Math.floor(this.random() * 4) }, () => this.#value(depth + 1));
    return choice === 5 ? children : Object.fromEntries(children.map((child) => [this.#one(AWKWARD), child]));
  }

  #bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => Math.floor(this.random() * 256));
  }

  #one<T>(of: readonly [T, ...T[]] | readonly T[]): T {
    const chosen = of[Math.floor(this.random() * of.length)];
    if (chosen === undefined) throw new RangeError('There is nothing to choose from.');
    return chosen;
  }

  #often(share: number): boolean {
    return this.random() < share;
  }
}

/** What a header may hold. */
function latin(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e\u00a0-\u00ff]/g, '?');
}
