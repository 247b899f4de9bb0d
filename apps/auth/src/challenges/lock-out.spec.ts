import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NumbersAtRest } from '../keys/numbers-at-rest.js';
import { type AuthApp, PHONE_NUMBER, startAuthApp } from '../testing/auth-app.js';
import { NumberTries } from './number-tries.js';

const OTHER_NUMBER = '+447400900456';
const HOUR_SECS = 3_600;

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp();
});

afterEach(() => auth.app.close());

const verify = (challengeId: string, code: string) =>
  auth.call('POST', `/v1/challenges/${challengeId}/verification`, { code });
const ask = (body: object) => auth.call('POST', '/v1/challenges', { phoneNumber: PHONE_NUMBER, ...body });
/** Asks for a code as a stranger and tries so many wrong ones. */
const guess = async (times: number) => {
  const { challengeId, wrongCode } = await auth.start();
  const answers = [];
  for (let time = 0; time < times; time += 1) answers.push(await verify(challengeId, wrongCode));
  return answers.map(({ status, body }) => ({ status, code: body.code, attemptsLeft: body.attemptsLeft }));
};
const deviceTokenOf = async (phoneNumber?: string) => {
  const { body } = await auth.signIn(phoneNumber);
  return String(body.deviceToken);
};

describe('a number', () => {
  it('waits an hour after three wrong codes, however many challenges they were tried against', async () => {
    expect((await guess(2)).map(({ attemptsLeft }) => attemptsLeft)).toEqual([2, 1]);
    expect((await guess(1)).map(({ attemptsLeft }) => attemptsLeft)).toEqual([0]);
    const sent = auth.mock.messages.length;

    const refused = await ask({});
    expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-wrong-codes' } });
    expect(refused.headers['retry-after']).toBe(`${HOUR_SECS}`);
    expect(auth.mock.messages).toHaveLength(sent);
    expect((await ask({ phoneNumber: OTHER_NUMBER })).status).toBe(202);

    auth.clock.advance(HOUR_SECS - 1);
    expect((await ask({})).headers['retry-after']).toBe('1');
    auth.clock.advance(1);
    expect((await auth.signIn()).status).toBe(200);
  });

  it('has the code that its last try was for ended', async () => {
    const { challengeId, code, wrongCode } = await auth.start();
    await verify(challengeId, wrongCode);
    await verify(challengeId, wrongCode);
    const { challengeId: second, code: latest } = await auth.start();
    expect((await verify(second, wrongCode)).body).toMatchObject({ attemptsLeft: 0 });
    expect((await verify(second, latest)).body).toMatchObject({ code: 'challenge-exhausted' });
    expect((await verify(challengeId, code)).body).toMatchObject({ code: 'challenge-superseded' });
  });

  it('has no code looked at, and none sent again, that was on its way when the wait began', async () => {
    const { challengeId, code } = await auth.start();
    const number = auth.app.get(NumbersAtRest).known(PHONE_NUMBER);
    const now = auth.clock.now();
    for (let time = 0; time < 3; time += 1) await auth.app.get(NumberTries).take(number, 'stranger', now);
    auth.clock.advance(60);
    const waiting = {
      status: 429,
      body: { code: 'too-many-wrong-codes' },
      headers: { 'retry-after': '3540' },
    };
    expect(await verify(challengeId, code)).toMatchObject(waiting);
    expect(await auth.call('POST', `/v1/challenges/${challengeId}/resend`)).toMatchObject(waiting);
    expect(auth.mock.messages).toHaveLength(1);
  });

  it('does not count codes that were right', async () => {
    for (let time = 0; time < 5; time += 1) expect((await auth.signIn()).status).toBe(200);
    expect((await guess(1)).map(({ attemptsLeft }) => attemptsLeft)).toEqual([2]);
  });

  it('does not count a right code that another request consumed first', async () => {
    const { challengeId, code } = await auth.start();
    await Promise.all(Array.from({ length: 3 }, () => verify(challengeId, code)));
    expect((await guess(1)).map(({ attemptsLeft }) => attemptsLeft)).toEqual([2]);
  });

  it('is given no more than thirty wrong codes a day', async () => {
    const tried = [];
    for (let hour = 0; hour < 11; hour += 1) {
      if ((await ask({})).status === 202) tried.push(...(await guess(3)));
      auth.clock.advance(HOUR_SECS);
    }
    expect(tried).toHaveLength(30);
    expect((await ask({})).headers['retry-after']).toBe(`${13 * HOUR_SECS}`);
  });
});

describe('whoever knows only the number', () => {
  it('cannot keep a device waiting that signed in with it before', async () => {
    const deviceToken = await deviceTokenOf();
    await guess(3);
    expect((await ask({})).status).toBe(429);
    expect((await auth.signIn(PHONE_NUMBER, { deviceToken })).status).toBe(200);
  });

  it('cannot use up the codes that such a device needs, by asking for those of its number or of numbers like it', async () => {
    await auth.app.close();
    auth = await startAuthApp({ QUOTAS: 'enforce' });
    const deviceToken = await deviceTokenOf();
    const neighbours = Array.from({ length: 20 }, (_, index) => `+44740090${1_000 + index}`);
    for (const phoneNumber of [PHONE_NUMBER, ...neighbours])
      for (let time = 0; time < 3; time += 1) await ask({ phoneNumber });
    const asked = async (more: object) => {
      const payload = { phoneNumber: PHONE_NUMBER, ...more };
      const remoteAddress = '198.51.100.77';
      return auth.app.inject({ method: 'POST', url: '/v1/challenges', payload, remoteAddress });
    };
    expect((await asked({})).json()).toMatchObject({ code: 'quota-exceeded' });
    expect((await asked({ deviceToken })).statusCode).toBe(202);
  });

  it('cannot use up the tries of a code that somebody else asked for, or end it where the device is confirmed', async () => {
    const deviceToken = await deviceTokenOf();
    const { challengeId, code } = await auth.start(PHONE_NUMBER, { deviceToken });
    await guess(3);
    expect((await verify(challengeId, code)).status).toBe(200);
  });

  it('gets nowhere with the device token of another number, or a made-up one', async () => {
    const other = await deviceTokenOf(OTHER_NUMBER);
    await guess(3);
    for (const deviceToken of [other, 'A'.repeat(43), 'x'])
      expect(await ask({ deviceToken })).toMatchObject({ status: 429 });
  });
});

describe('a confirmed device', () => {
  it('is counted by itself, and waits like anybody', async () => {
    const deviceToken = await deviceTokenOf();
    const { challengeId, wrongCode } = await auth.start(PHONE_NUMBER, { deviceToken });
    for (let time = 0; time < 3; time += 1) await verify(challengeId, wrongCode);
    expect(await ask({ deviceToken })).toMatchObject({
      status: 429,
      body: { code: 'too-many-wrong-codes' },
    });
    expect((await ask({})).status).toBe(202);
  });

  it('keeps its token over sign-ins, and is a stranger when its time is over', async () => {
    const deviceToken = await deviceTokenOf();
    const again = await auth.signIn(PHONE_NUMBER, { deviceToken });
    expect(again.body).not.toHaveProperty('deviceToken');
    auth.clock.advance(15_552_000);
    const late = await auth.signIn(PHONE_NUMBER, { deviceToken });
    expect(late.body.deviceToken).toMatch(/^[\w-]{43}$/);
    expect(late.body.deviceToken).not.toBe(deviceToken);
  });
});
