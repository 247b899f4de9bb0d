import { PROVIDERS } from '@standby/testbed';
import type { Operation } from './api-operations.js';
import type { Chance } from './chance.js';
import type { HandedOut, LiveBearer, LiveChallenge } from './handed-out.js';
import type { ReceiptFuzz } from './receipt-fuzz.js';

/** A request as it is put on the wire, and what it was made of. */
export interface FuzzedRequest {
  /** The operation that was meant, as a method and a path with its parameters in braces. */
  readonly operation: string;
  readonly method: Operation['method'];
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Whom a request is about, of what the API has handed out. */
interface Subject {
  readonly challenge: LiveChallenge | undefined;
  readonly bearer: LiveBearer | undefined;
}

/** How near to what the API wants the parts of one request are: the share of them that are. */
const TAME = 1;
const WILD = 0.3;
/** A request that is done costs some ten times one that is refused. */
const TAME_SHARE = 0.15;

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
const METHODS: readonly Operation['method'][] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const LANGUAGES = ['en', 'de', 'ar', 'pt-BR', 'xx'];
const PLATFORMS = ['web', 'ios', 'android'];

/** Makes requests out of chance: such as a client would make with what it was handed out, near to those, and far from them. */
export class RequestFuzz {
  constructor(
    private readonly operations: readonly Operation[],
    private readonly handedOut: HandedOut,
    private readonly receipts: ReceiptFuzz,
    private readonly chance: Chance,
  ) {}

  async next(): Promise<FuzzedRequest> {
    const operation = this.chance.one(this.operations);
    const name = `${operation.method} ${operation.path}`;
    if (operation.path.endsWith('{provider}') && this.chance.often(0.8)) {
      const provider = this.chance.one(PROVIDERS);
      const path = operation.path.replace('{provider}', provider);
      return { operation: `POST ${path}`, method: 'POST', path, ...(await this.receipts.next(provider)) };
    }
    const near = this.chance.often(TAME_SHARE) ? TAME : WILD;
    const subject = { challenge: this.handedOut.challenge(), bearer: this.handedOut.bearer() };
    return {
      operation: name,
      method: near === TAME || this.chance.often(0.95) ? operation.method : this.chance.one(METHODS),
      path: this.#path(operation.path, near, subject),
      headers: this.#headers(near, subject),
      ...(operation.method !== 'GET' && { body: this.#body(operation, near, subject) }),
    };
  }

  #path(pattern: string, near: number, { challenge, bearer }: Subject): string {
    const known = pattern.startsWith('/v1/challenges') ? challenge?.id : bearer?.sessionId;
    const path = pattern.replaceAll(/\{\w+\}/g, () =>
      encodeURIComponent((this.chance.often(near) ? known : undefined) ?? this.#segment()),
    );
    const isPlain = near === TAME || this.chance.often(0.9);
    return isPlain ? path : `${path}?${encodeURIComponent(this.chance.awkward().toWellFormed())}=1`;
  }

  #segment(): string {
    if (this.chance.often(0.5)) return this.chance.bytes(32).toString('base64url');
    return this.chance.awkward().toWellFormed().slice(0, 900) || 'x';
  }

  #headers(near: number, { bearer }: Subject): Record<string, string> {
    const { chance } = this;
    const token = bearer === undefined ? undefined : `Bearer ${bearer.accessToken}`;
    const isJson = near === TAME || chance.often(0.8);
    const headers = { 'content-type': isJson ? 'application/json' : chance.one(TYPES) };
    if (near === TAME) return { ...headers, ...(token !== undefined && { authorization: token }) };
    const authorization = chance.often(near) && token !== undefined ? token : chance.one(AUTHORIZATIONS);
    const odd = () => chance.header(chance.awkward());
    return {
      ...headers,
      ...(chance.often(0.5) && { authorization: chance.header(authorization) }),
      ...(chance.often(0.1) && { 'accept-language': odd() }),
      ...(chance.often(0.1) && { 'x-forwarded-for': odd() }),
      ...(chance.often(0.05) && { 'x-amz-firehose-request-id': odd() }),
      ...(chance.often(0.05) && { 'x-twilio-signature': chance.bytes(20).toString('base64') }),
    };
  }

  #body({ fields, required }: Operation, near: number, subject: Subject): string | Buffer {
    const { chance } = this;
    if (near === TAME) {
      const given = Object.keys(fields).filter((name) => required.includes(name) || chance.often(0.3));
      return JSON.stringify(Object.fromEntries(given.map((name) => [name, this.#meant(name, subject)])));
    }
    if (chance.often(0.2)) return chance.bytes(chance.below(2000));
    if (chance.often(0.05)) return (JSON.stringify(chance.json()) ?? '').slice(0, chance.below(200));
    // From nearly all fields to hardly any: the more there are, the less often all of them are right.
    const share = chance.below(100) / 100;
    const named = Object.entries(fields)
      .filter(() => chance.often(share))
      .map(([name, type]) => [name, this.#value(name, type, near, subject)]);
    const body = Object.fromEntries(named);
    return JSON.stringify(chance.often(0.1) ? { ...body, [chance.awkward()]: chance.json() } : body);
  }

  #value(name: string, type: string, near: number, subject: Subject): unknown {
    if (this.chance.often(near)) return this.#meant(name, subject);
    return this.chance.often(0.5) ? this.chance.ofType(type) : this.chance.json();
  }

  /** What a client would put into a field; nothing where it would have to be handed out first. */
  #meant(name: string, { challenge }: Subject): string | undefined {
    const { chance, handedOut } = this;
    if (name === 'phoneNumber') return handedOut.number();
    if (name === 'code') return challenge === undefined ? '000000' : handedOut.codeFor(challenge);
    if (name === 'refreshToken') return handedOut.refreshToken();
    if (name === 'deviceToken') return handedOut.deviceToken();
    if (name === 'locale') return chance.one(LANGUAGES);
    return name === 'platform' ? chance.one(PLATFORMS) : 'Firefox on Linux';
  }
}
