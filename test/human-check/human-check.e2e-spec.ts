import { HumanCheck, type Variables } from '@standby/auth';
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, SignInClient } from '../support/sign-in-client.js';
import { watchedApp } from '../support/watched-app.js';
import { type Behaviour, SiteverifyStub } from './siteverify-stub.js';

/** One unverified code a prefix is nothing to speak of, more are to be asked about, more than five of an address refused. */
const WATCHFUL = {
  PUMPING_GUARD: 'enforce',
  GUARD_PREFIX_HOUR_FLOOR: '1',
  QUOTAS: 'off',
  PROOF_OF_WORK_STEPS: '10',
};
const NUMBERS = ['+447400123456', '+447400123457', '+447400123458'] as const;
const SECRET = 'secret-of-the-site';

/** Ways in which a service does not say whether a token is good. */
const FAILURES: readonly (readonly [string, Behaviour])[] = [
  ['answers nothing in time', () => {}],
  ['breaks off', (_, answer) => void answer.destroy()],
  ['answers with a page', (_, answer) => void answer.end('<html>')],
  ['answers with nothing at all', (_, answer) => void answer.end('null')],
  [
    'says that the secret is wrong',
    (_, answer) => void answer.end('{"success":false,"error-codes":["invalid-input-secret"]}'),
  ],
  ['sends elsewhere', (_, answer) => void answer.writeHead(307, { location: '/' }).end()],
];

let stub: SiteverifyStub;
let client: SignInClient;
let close: () => Promise<void>;

const start = async (variables: Variables, own: { humanCheck?: HumanCheck } = {}) => {
  const app = await watchedApp({ DATABASE_URL: 'sqlite::memory:', ...WATCHFUL, ...variables }, own);
  await app.listen(0, '127.0.0.1');
  client = new SignInClient(await app.getUrl());
  close = () => app.close();
};

beforeEach(async () => {
  stub = await SiteverifyStub.start();
});

afterEach(async () => {
  await close();
  await stub.close();
});

const ask = (phoneNumber: string, humanCheck?: string): Promise<Answer> =>
  client.post('/v1/challenges', { phoneNumber, ...(humanCheck !== undefined && { humanCheck }) });
/** Makes the guard unsure, and returns what it asks for. */
const demanded = async () => {
  expect((await ask(NUMBERS[0])).status).toBe(202);
  const answer = await ask(NUMBERS[1]);
  expect(answer).toMatchObject({ status: 403, body: { code: 'human-check-required' } });
  return answer.body.humanCheck;
};

describe.each([
  ['turnstile', 'TURNSTILE', false],
  ['hcaptcha', 'HCAPTCHA', true],
] as const)('%s', (kind, prefix, sendsSiteKey) => {
  beforeEach(() =>
    start({
      HUMAN_CHECK: kind,
      HUMAN_CHECK_TIMEOUT_MS: '200',
      [`${prefix}_SITE_KEY`]: 'key-of-the-site',
      [`${prefix}_SECRET`]: SECRET,
      [`${prefix}_VERIFY_URL`]: stub.url,
    }),
  );

  it('is demanded when the guard is unsure, and passed by a token its service calls good', async () => {
    expect(await demanded()).toEqual({ kind, siteKey: 'key-of-the-site' });
    expect(stub.asked).toEqual([]);
    expect((await ask(NUMBERS[1], 'good token')).status).toBe(202);
    expect(Object.fromEntries(stub.asked[0] ?? [])).toEqual({
      secret: SECRET,
      response: 'good token',
      remoteip: '127.0.0.1',
      ...(sendsSiteKey && { sitekey: 'key-of-the-site' }),
    });
  });

  it('is demanded again for a token its service does not call good', async () => {
    await demanded();
    const again = await ask(NUMBERS[1], 'bad token');
    expect(again).toMatchObject({
      status: 403,
      body: { code: 'human-check-required', humanCheck: { kind } },
    });
  });

  it.each(FAILURES)('admits nobody while its service %s, and says when to try again', async (_, behave) => {
    await demanded();
    stub.behave = behave;
    const answer = await ask(NUMBERS[1], 'good token');
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(JSON.stringify(answer.body)).not.toContain(SECRET);
    expect(stub.asked).toHaveLength(1);
  });

  it('is of no use once the guard is sure', async () => {
    await demanded();
    for (let count = 0; count < 4; count += 1) await ask(NUMBERS[2]);
    expect(await ask(NUMBERS[2], 'good token')).toMatchObject({
      status: 403,
      body: { code: 'destination-blocked' },
    });
    expect(stub.asked).toEqual([]);
  });
});

describe('a proof of work', () => {
  it('is demanded with its challenge, and passed once by whoever solves it', async () => {
    await start({ HUMAN_CHECK: 'proof-of-work' });
    const demand = await demanded();
    assert(typeof demand === 'object' && demand !== null && 'challenge' in demand);
    const challenge = demand.challenge;
    assert(isChallenge(challenge));
    const solution = await solveChallenge({ challenge, deriveKey });
    const proof = Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
    expect((await ask(NUMBERS[2], proof)).status).toBe(403);
    expect((await ask(NUMBERS[1], proof)).status).toBe(202);
    expect((await ask(NUMBERS[1], proof)).status).toBe(403);
    expect(JSON.stringify(demand)).not.toContain('7400123457');
  });
});

describe('a check of a host', () => {
  it('takes the place of what the environment chooses', async () => {
    class Riddle implements HumanCheck {
      async demand() {
        return { kind: 'riddle', question: 'What walks on four legs in the morning?' };
      }

      async passes(proof: string) {
        return proof === 'man';
      }
    }
    await start({}, { humanCheck: new Riddle() });
    expect(await demanded()).toEqual({
      kind: 'riddle',
      question: 'What walks on four legs in the morning?',
    });
    expect((await ask(NUMBERS[1], 'man')).status).toBe(202);
  });
});

describe('without a check', () => {
  it('what the guard would be unsure of is refused', async () => {
    await start({});
    expect((await ask(NUMBERS[0])).status).toBe(202);
    expect(await ask(NUMBERS[1], 'anything')).toMatchObject({
      status: 403,
      body: { code: 'destination-blocked' },
    });
  });
});

function isChallenge(value: unknown): value is Challenge {
  return typeof value === 'object' && value !== null && 'parameters' in value && 'signature' in value;
}
