import { afterAll, expect } from 'vitest';
import { SECRET_VARIABLES } from '../config/secret-files.js';
import type { LogSink } from '../http/log-options.js';

/** What a secret is found by: letters and digits, of a length that nothing else has by chance. */
const WORD = /[\w-]{6,}/g;
/** The texts of a JSON line, keys and values: the digits of a duration would pass for a code every now and then. */
const TEXT = /"(?:[^"\\]|\\.)*"/g;

/** Members of requests and answers that are for one client alone. */
const SECRET_MEMBERS = [
  'phoneNumber',
  'code',
  'challengeId',
  'accessToken',
  'refreshToken',
  'deviceToken',
  'humanCheck',
];

/** Takes logs and errors, says nothing, and knows in the end which of what a test planted stood in them. */
export class LogWatch implements LogSink {
  readonly #planted = new Map<string, string>();
  readonly #seen = new Set<string>();

  /** Looks for a secret, also in what was logged before. @param name the only thing that is ever told of it */
  plant(name: string, secret: unknown): void {
    if (typeof secret !== 'string') return;
    const words = secret.match(WORD) ?? [];
    const longest = words.toSorted((a, b) => b.length - a.length)[0];
    if (longest !== undefined) this.#planted.set(longest, name);
  }

  /** Looks for every secret in the variables an application is started with. */
  plantVariables(variables: Readonly<Record<string, unknown>>): void {
    for (const name of SECRET_VARIABLES) {
      const value = variables[name];
      // Of a URL, what is secret is the password.
      const secret = name === 'DATABASE_URL' ? URL.parse(String(value))?.password : value;
      this.plant(name, secret);
    }
  }

  /** Looks for what a body, sent or received, has to hide. */
  plantMembers(body: unknown): void {
    if (typeof body !== 'object' || body === null) return;
    for (const [name, value] of Object.entries(body))
      if (SECRET_MEMBERS.includes(name) && !isProblemCode(name, value)) this.plant(name, value);
  }

  write(text: string): void {
    for (const line of text.split('\n'))
      for (const part of line.startsWith('{') ? (line.match(TEXT) ?? []) : [line])
        for (const word of part.replaceAll(/\\[nrt]/g, ' ').match(WORD) ?? []) this.#seen.add(word);
  }

  /** Names of what was planted and stands in a log. */
  get shown(): readonly string[] {
    const shown = [...this.#planted].filter(([word]) => this.#seen.has(word)).map(([, name]) => name);
    return [...new Set(shown)];
  }
}

/** A problem has a `code`, too: its stable name. */
function isProblemCode(name: string, value: unknown): boolean {
  return name === 'code' && !/^\d+$/.test(String(value));
}

/** The watch over every log and error of the spec file that imports it; fails it where one shows what was planted. */
export const logWatch = new LogWatch();

afterAll(() => {
  expect(logWatch.shown, 'names of secrets that a log or an error shows').toEqual([]);
});
