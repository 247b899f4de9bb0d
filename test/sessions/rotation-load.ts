import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { WallClock } from '@standby/auth';
import { decodeProtectedHeader } from 'jose';
import { KeyWatch } from '../../apps/auth/src/signing/key-watch.js';
import type { MovedClock } from '../../apps/auth/src/testing/auth-app.js';
import { authInProcess } from '../support/auth-in-process.js';
import { SignInClient } from '../support/sign-in-client.js';
import { AUTH_SECRET } from './families.js';
import { StrictVerifier } from './strict-verifier.js';

/** Life of an access token by default, in ms. */
const TOKEN_MS = 900_000;

/** How many others go by the published keys; each begins a step later, so that their copies are of different age. */
const VERIFIERS = 4;

/** One instance of the service. */
export interface Instance {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly client: SignInClient;
}

/** The whole service, listening, with keys that sign for a day, by a clock that is moved. */
export async function startInstance(databaseUrl: string, clock: MovedClock): Promise<Instance> {
  const variables = { DATABASE_URL: databaseUrl, AUTH_SECRET, SIGNING_KEY_DAYS: '1' };
  const app = await authInProcess(variables, [WallClock, clock]);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return { app, url, client: new SignInClient(url) };
}

/** Clients that refresh again and again, now at this instance and now at that, and use their tokens at the others. */
export class RotationLoad {
  /** Answers of the service that were no 200, and good tokens that somebody else refused. */
  readonly refusals: string[] = [];
  readonly #signed: { readonly token: string; readonly at: number }[] = [];
  readonly #verifiers: StrictVerifier[] = [];
  #step = 0;

  constructor(
    private readonly instances: readonly Instance[],
    private readonly clock: MovedClock,
    private readonly refreshTokens: unknown[],
  ) {}

  /** How many access tokens were signed. */
  get signed(): number {
    return this.#signed.length;
  }

  /** The names of the keys they were signed with. */
  get kids(): Set<string | undefined> {
    return new Set(this.#signed.map(({ token }) => decodeProtectedHeader(token).kid));
  }

  /** Every client refreshes, the newest tokens and the oldest that are still good are tried, and time passes. */
  async step(seconds: number): Promise<void> {
    await Promise.all(this.instances.map(({ app }) => app.get(KeyWatch).look()));
    await Promise.all(this.refreshTokens.map((_, index) => this.#refresh(index)));
    const good = this.#signed.filter(({ at }) => this.clock.now() < at + TOKEN_MS).map(({ token }) => token);
    const count = this.refreshTokens.length;
    for (const token of [...good.slice(0, count), ...good.slice(-count)]) await this.#tryEverywhere(token);
    this.clock.advance(seconds);
    this.#step += 1;
  }

  async #tryEverywhere(token: string): Promise<void> {
    if (this.#verifiers.length < Math.min(VERIFIERS, this.#step + 1))
      this.#verifiers.push(new StrictVerifier(this.#at(this.#step).url, () => this.clock.now()));
    for (const verifier of this.#verifiers)
      if ((await verifier.bearerOf(token)) === undefined) this.#refuse('a token, elsewhere');
    const { status } = await this.#at(this.#step + 1).client.get('/v1/sessions', token);
    this.#expectOk(status, 'a token, here');
  }

  async #refresh(index: number): Promise<void> {
    const refreshToken = this.refreshTokens[index];
    const { client } = this.#at(index + this.#step);
    const { status, body } = await client.post('/v1/sessions/refresh', { refreshToken });
    this.#expectOk(status, 'a refresh');
    this.refreshTokens[index] = body.refreshToken;
    this.#signed.push({ token: String(body.accessToken), at: this.clock.now() });
  }

  #expectOk(status: number, what: string): void {
    if (status !== 200) this.#refuse(`${what}, with ${status}`);
  }

  #refuse(what: string): void {
    this.refusals.push(`${what}, at step ${this.#step}`);
  }

  #at(index: number): Instance {
    const instance = this.instances[index % this.instances.length];
    if (instance === undefined) throw new RangeError('there are instances');
    return instance;
  }
}
