import { DATABASE, type Database } from '@standby/database';
import { SmsService } from '@standby/sms';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuthApp, startAuthApp } from '../testing/auth-app.js';

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp();
});

afterEach(() => auth.app.close());

const statusOf = (challengeId: string) => auth.call('GET', `/v1/challenges/${challengeId}`);
const verify = (challengeId: string, code: string) =>
  auth.call('POST', `/v1/challenges/${challengeId}/verification`, { code });
const rows = () => auth.app.get<Database>(DATABASE).selectFrom('challenges').selectAll().execute();
const outcomeOf = async (index: number): Promise<string | undefined> => {
  const messageId = (await rows())[index]?.message_id ?? '';
  return (await auth.app.get(SmsService).status(messageId))?.outcome?.outcome;
};

describe('the status of a challenge', () => {
  it('tells how its message fares and what the person can do, and nothing of the number', async () => {
    const { challengeId } = await auth.start();
    auth.clock.advance(18);
    const { status, body } = await statusOf(challengeId);
    expect(status).toBe(200);
    expect(body).toEqual({
      delivery: 'on-its-way',
      expiresAt: new Date(auth.clock.now() + 282_000).toISOString(),
      resendAfter: 42,
    });
  });

  it('changes nothing, however often it is asked for', async () => {
    const { challengeId } = await auth.start();
    const before = await rows();
    for (let time = 0; time < 5; time += 1) await statusOf(challengeId);
    expect(await rows()).toEqual(before);
  });

  it('is refused for unknown and malformed ids alike, as everywhere', async () => {
    const unknown = await statusOf('A'.repeat(43));
    expect(unknown).toMatchObject({ status: 404, body: { code: 'challenge-not-found' } });
    expect((await statusOf('no-such')).body).toEqual(unknown.body);
  });

  it('is over with the challenge', async () => {
    const first = await auth.start();
    const second = await auth.start();
    expect((await statusOf(first.challengeId)).body).toMatchObject({ code: 'challenge-superseded' });
    await verify(second.challengeId, second.code);
    expect((await statusOf(second.challengeId)).body).toMatchObject({ code: 'challenge-consumed' });
    const third = await auth.start('+447400900456');
    auth.clock.advance(300);
    expect((await statusOf(third.challengeId)).body).toMatchObject({ code: 'challenge-expired' });
  });
});

describe('the outcome of a code', () => {
  it('is verified when it was proven', async () => {
    const { challengeId, code } = await auth.start();
    expect(await outcomeOf(0)).toBeUndefined();
    await verify(challengeId, code);
    await expect.poll(() => outcomeOf(0)).toBe('verified');
  });

  it('is expired when a newer code was sent, or too many were tried', async () => {
    await auth.start();
    const { challengeId, wrongCode } = await auth.start();
    await expect.poll(() => outcomeOf(0)).toBe('expired');
    for (let time = 0; time < 3; time += 1) await verify(challengeId, wrongCode);
    await expect.poll(() => outcomeOf(1)).toBe('expired');
  });

  it('is that of a message, too, that was still being sent again when its code was proven', async () => {
    const { challengeId, code } = await auth.start();
    auth.clock.advance(60);
    const { promise: proven, resolve } = Promise.withResolvers<void>();
    const send = auth.mock.send.bind(auth.mock);
    auth.mock.send = async (...given) => {
      await proven;
      return send(...given);
    };
    const resending = auth.call('POST', `/v1/challenges/${challengeId}/resend`);
    await expect.poll(async () => (await rows())[0]?.resend_after_at).toBe(auth.clock.now() + 60_000);
    expect((await verify(challengeId, code)).status).toBe(200);
    const [before] = await rows();
    resolve();
    expect((await resending).status).toBe(202);
    expect((await rows())[0]?.message_id).not.toBe(before?.message_id);
    await expect.poll(() => outcomeOf(0)).toBe('verified');
  });

  it('is kept of the latest message of a resent code, and fails nothing where it cannot be', async () => {
    const { challengeId, code } = await auth.start();
    const [before] = await rows();
    auth.clock.advance(60);
    await auth.call('POST', `/v1/challenges/${challengeId}/resend`);
    const [after] = await rows();
    expect(after?.message_id).not.toBe(before?.message_id);
    const sms = auth.app.get(SmsService);
    sms.recordOutcome = async () => {
      throw new Error('down');
    };
    expect((await verify(challengeId, code)).status).toBe(200);
  });
});
