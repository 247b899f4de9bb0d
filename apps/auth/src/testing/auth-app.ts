import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { MOCK_PROVIDER, MockProvider, TWILIO_PROVIDER } from '@standby/sms';
import { appModuleFor } from '../app.module.js';
import { APP_OPTIONS, prepareApp } from '../create-app.js';
import { httpAdapter } from '../http/http-adapter.js';
import { WallClock } from '../wall-clock.js';
import { logWatch } from './log-watch.js';

/** A number of a range the regulator keeps for drama. */
export const PHONE_NUMBER = '+447400900123';
/** Digits of a code, or no code at all when the right one happens to be 000000. */
const WRONG = ['000000', '111111'] as const;

/** A clock that moves only when told to. */
export class MovedClock implements WallClock {
  time = 1_790_000_000_000;

  now(): number {
    return this.time;
  }

  /** Moves on by so many seconds. */
  advance(seconds: number): void {
    this.time += seconds * 1_000;
  }
}

/** The whole application on a mock provider of the test's own, with the verbs of a sign-in. */
export interface AuthApp {
  readonly app: NestFastifyApplication;
  readonly mock: MockProvider;
  /** Stands in for Twilio, where a test configures it. */
  readonly twilio: MockProvider;
  readonly clock: MovedClock;
  call(method: 'GET' | 'POST' | 'DELETE', url: string, body?: object, token?: string): Promise<Answer>;
  /** Asks for a code, by whatever else the body says, and returns the challenge's id and the code that was sent. */
  start(
    phoneNumber?: string,
    body?: object,
  ): Promise<{ challengeId: string; code: string; wrongCode: string }>;
  /** Signs in and returns the answer. */
  signIn(phoneNumber?: string, body?: object): Promise<Answer>;
  latestCode(): string;
  /** Signs in and returns what the client then has. */
  signedIn(phoneNumber?: string, client?: string): Promise<SignedInClient>;
}

/** What a client has once it is signed in. */
export interface SignedInClient {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly account: unknown;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Record<string, unknown>;
}

/** Starts the application without listening; close `app` when done. */
export async function startAuthApp(variables: Record<string, string> = {}): Promise<AuthApp> {
  const mock = new MockProvider();
  const twilio = new MockProvider('twilio');
  const clock = new MovedClock();
  const environment = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'trace',
    DATABASE_URL: 'sqlite::memory:',
    // One address asks for all.
    QUOTAS: 'off',
    ...variables,
  };
  logWatch.plantVariables(environment);
  const module = await appModuleFor(environment, { logSink: logWatch });
  const testing = await Test.createTestingModule({ imports: [module] })
    .overrideProvider(MOCK_PROVIDER)
    .useValue(mock)
    .overrideProvider(TWILIO_PROVIDER)
    .useValue(twilio)
    .overrideProvider(WallClock)
    .useValue(clock)
    .compile();
  const app = await prepareApp(
    testing.createNestApplication<NestFastifyApplication>(httpAdapter(), APP_OPTIONS),
  );

  const call: AuthApp['call'] = async (method, url, body, token) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    logWatch.plantMembers(body);
    const answer = await app.inject({ method, url, headers, ...(body && { payload: body }) });
    const answered: Record<string, unknown> = answer.body === '' ? {} : answer.json();
    logWatch.plantMembers(answered);
    if (answer.statusCode >= 400) logWatch.write(answer.body);
    return { status: answer.statusCode, headers: answer.headers, body: answered };
  };
  const latestCode = () => /\d{6}/.exec(mock.messages.at(-1)?.text ?? '')?.[0] ?? '';
  const start: AuthApp['start'] = async (phoneNumber = PHONE_NUMBER, more = {}) => {
    const { body } = await call('POST', '/v1/challenges', { phoneNumber, ...more });
    const code = latestCode();
    logWatch.plant('a code', code);
    return {
      challengeId: String(body.challengeId),
      code,
      wrongCode: code === WRONG[0] ? WRONG[1] : WRONG[0],
    };
  };
  const signIn: AuthApp['signIn'] = async (phoneNumber, more) => {
    const { challengeId, code } = await start(phoneNumber, more);
    return call('POST', `/v1/challenges/${challengeId}/verification`, { code });
  };
  const signedIn: AuthApp['signedIn'] = async (phoneNumber, client) => {
    const { challengeId, code } = await start(phoneNumber);
    const { body } = await call('POST', `/v1/challenges/${challengeId}/verification`, { code, client });
    const { accessToken, refreshToken, account } = body;
    return { accessToken: String(accessToken), refreshToken: String(refreshToken), account };
  };
  return { app, mock, twilio, clock, call, start, signIn, signedIn, latestCode };
}
