import { isE164 } from '../e164.js';
import { isRecord } from '../json-record.js';
import { InvalidRequestError } from './admin.requests.js';

/** The fields of a JSON body that changes settings; what a field leaves out stays as it was. */
export class SettingFields {
  readonly #given: Map<string, unknown>;

  /** @throws {InvalidRequestError} when the body is no object. */
  constructor(body: unknown) {
    if (!isRecord(body)) throw new InvalidRequestError('The body must be an object.');
    this.#given = new Map(Object.entries(body));
  }

  text(name: string, now: string): string {
    return this.#take(name, now, 'a text', (value) => (typeof value === 'string' ? value : undefined));
  }

  /** An address that can be called, or an empty text: none. */
  httpUrl(name: string, now: string): string {
    return this.#take(name, now, 'an http URL, or empty', (value) =>
      typeof value === 'string' && (value === '' || isHttpUrl(value)) ? value : undefined,
    );
  }

  /** A number from 0 to 1. */
  share(name: string, now: number): number {
    return this.#take(name, now, 'a number from 0 to 1', (value) =>
      typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined,
    );
  }

  /** A whole number from `least` to `most`. */
  whole(name: string, now: number, least: number, most: number): number {
    return this.#take(name, now, `a whole number from ${least} to ${most}`, (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
        ? value
        : undefined,
    );
  }

  oneOf<T extends string>(name: string, now: T, allowed: readonly T[]): T {
    return this.#take(name, now, `one of ${allowed.join(', ')}`, (value) =>
      allowed.find((each) => each === value),
    );
  }

  /** Texts by E.164 number, any text where no list says which there are. */
  byNumber(
    name: string,
    now: Readonly<Record<string, string>>,
    allowed?: readonly string[],
  ): Readonly<Record<string, string>> {
    const texts = allowed === undefined ? 'texts' : `of ${allowed.join(', ')}, one each`;
    return this.#take(name, now, `${texts} by number in E.164 form`, (value) => {
      if (!isRecord(value)) return undefined;
      const entries = Object.entries(value);
      const pairs = entries.flatMap(([number, text]): [string, string][] =>
        isE164(number) && typeof text === 'string' && allowed?.includes(text) !== false
          ? [[number, text]]
          : [],
      );
      return pairs.length === entries.length ? Object.fromEntries(pairs) : undefined;
    });
  }

  /** @throws {InvalidRequestError} when a field was given that nobody took. */
  assertNoOthers(): void {
    const [other] = this.#given.keys();
    if (other !== undefined) throw new InvalidRequestError(`There is no "${other}".`);
  }

  #take<T>(name: string, now: T, allowed: string, read: (value: unknown) => T | undefined): T {
    if (!this.#given.has(name)) return now;
    const value = read(this.#given.get(name));
    this.#given.delete(name);
    if (value === undefined) throw new InvalidRequestError(`"${name}": ${allowed}.`);
    return value;
  }
}

function isHttpUrl(text: string): boolean {
  const protocol = URL.parse(text)?.protocol;
  return protocol === 'http:' || protocol === 'https:';
}
