import { codeIn } from '../support/code-in.js';
import type { Chance } from './chance.js';

/** A challenge as its client knows it. */
export interface LiveChallenge {
  readonly id: string;
  readonly phoneNumber: string;
}

/** A client that is signed in. */
export interface LiveBearer {
  readonly accessToken: string;
  readonly sessionId: string;
}

/** The latest of what was handed out, up to a number; what is chosen is one of them by chance. */
class Latest<T> {
  #kept: T[] = [];

  constructor(
    private readonly chance: Chance,
    private readonly capacity: number,
  ) {}

  add(item: T): void {
    if (this.#kept.length >= this.capacity) this.#kept.shift();
    this.#kept.push(item);
  }

  any(): T | undefined {
    return this.#kept.length === 0 ? undefined : this.chance.one(this.#kept);
  }

  drop(isGone: (item: T) => boolean): T | undefined {
    const gone = this.#kept.find(isGone);
    this.#kept = this.#kept.filter((item) => !isGone(item));
    return gone;
  }
}

const FIRST_NUMBER = 1_000_000;

/** Everything the API handed out while it was asked, so that later requests can come with it. */
export class HandedOut {
  readonly #challenges: Latest<LiveChallenge>;
  readonly #overChallenges: Latest<LiveChallenge>;
  readonly #bearers: Latest<LiveBearer>;
  readonly #refreshTokens: Latest<string>;
  readonly #deviceTokens: Latest<string>;
  readonly #numbers: Latest<string>;
  #asked = 0;

  /** @param textTo the latest text that was sent to a number */
  constructor(
    private readonly chance: Chance,
    private readonly textTo: (phoneNumber: string) => string | undefined,
  ) {
    this.#challenges = new Latest(chance, 600);
    this.#overChallenges = new Latest(chance, 100);
    this.#bearers = new Latest(chance, 64);
    this.#refreshTokens = new Latest(chance, 64);
    this.#deviceTokens = new Latest(chance, 64);
    this.#numbers = new Latest(chance, 64);
  }

  /** A mobile number: mostly one that was never asked for, sometimes one that was. */
  number(): string {
    const known = this.chance.often(0.2) ? this.#numbers.any() : undefined;
    if (known !== undefined) return known;
    this.#asked += 1;
    const fresh = `+44740${FIRST_NUMBER + this.#asked}`;
    this.#numbers.add(fresh);
    return fresh;
  }

  challenge(): LiveChallenge | undefined {
    return this.chance.often(0.1) ? this.#overChallenges.any() : this.#challenges.any();
  }

  /** The code of a challenge, or a wrong one. */
  codeFor({ phoneNumber }: LiveChallenge): string {
    const code = codeIn(this.textTo(phoneNumber));
    return this.chance.often(0.6) ? code : `${999_999 - Number(code)}`.padStart(6, '0');
  }

  bearer(): LiveBearer | undefined {
    return this.#bearers.any();
  }

  refreshToken(): string | undefined {
    return this.#refreshTokens.any();
  }

  deviceToken(): string | undefined {
    return this.#deviceTokens.any();
  }

  /** Keeps what a good answer hands out. @param phoneNumber the one the request was about, if it was */
  keep(answer: unknown, phoneNumber: string): void {
    const text = (name: string) => textIn(answer, name);
    const [id, accessToken] = [text('challengeId'), text('accessToken')];
    if (id !== undefined && phoneNumber !== '') this.#challenges.add({ id, phoneNumber });
    if (accessToken !== undefined) this.#bearers.add({ accessToken, sessionId: sessionIn(accessToken) });
    const [refreshToken, deviceToken] = [text('refreshToken'), text('deviceToken')];
    if (refreshToken !== undefined) this.#refreshTokens.add(refreshToken);
    if (deviceToken !== undefined) this.#deviceTokens.add(deviceToken);
  }

  /** Comes less often with a challenge that is over, and no more with a token that is not taken. */
  drop(idOrToken: string): void {
    const over = this.#challenges.drop(({ id }) => id === idOrToken);
    if (over !== undefined) this.#overChallenges.add(over);
    this.#bearers.drop(({ accessToken }) => accessToken === idOrToken);
    this.#refreshTokens.drop((token) => token === idOrToken);
  }
}

/** A member of some JSON, if it is a text. */
export function textIn(value: unknown, name: string): string | undefined {
  const member: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof member === 'string' ? member : undefined;
}

function sessionIn(accessToken: string): string {
  const claims: unknown = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString());
  return textIn(claims, 'sid') ?? '';
}
