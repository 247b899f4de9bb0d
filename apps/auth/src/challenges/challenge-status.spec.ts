import { DATABASE, type Database } from '@standby/database';
import { SmsService } from '@standby/sms';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuthApp, startAuthApp } from '../testing/auth-app.js';
import { OutcomeTeller } from './outcome-teller.js';

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp();
});

afterEach(() => auth.app.close());

const statusOf = (challengeId: string) => auth.call('GET', `/v1/challenges/${challengeId}`);
const verify = (challengeId: string, code: string) =>
  auth.call('POST', `/v1/challenges/${challengeId}/verification`, { code });
const rows = () => auth.app.get<Database>(DATABASE).selectFrom('challenges').selectAll().execute();
const outcomeOf = async (messageId: string): Promise<string | undefined> =>
  (await auth.app.get(SmsService).status(messageId))?.codeOutcome?.outcome;
/** Starts a sign-in; the message that carries its code is known. */
const started = async () => {
  const before = new Set((await rows()).map(({ id_digest }) => id_digest));
  const challenge = await auth.start();
  const row = (await rows()).find(({ id_digest }) => !before.has(id_digest));
  return { ...challenge, messageId: row?.message_id ?? '' };
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
    const { challengeId, code, messageId } = await started();
    expect(await outcomeOf(messageId)).toBeUndefined();
    await verify(challengeId, code);
    await expect.poll(() => outcomeOf(messageId)).toBe('verified');
  });

  it('is expired when a newer code was sent, or too many were tried', async () => {
    const first = await started();
    const { challengeId, wrongCode, messageId } = await started();
    await expect.poll(() => outcomeOf(first.messageId)).toBe('expired');
    for (let time = 0; time < 3; time += 1) await verify(challengeId, wrongCode);
    await expect.poll(() => outcomeOf(messageId)).toBe('expired');
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
    const told: unknown[] = [];
    const sms = auth.app.get(SmsService);
    const recordOutcome = sms.recordOutcome.bind(sms);
    sms.recordOutcome = async (messageId, outcome) => {
      await recordOutcome(messageId, outcome);
      told.push([await outcomeOf(messageId), messageId]);
    };
    resolve();
    expect((await resending).status).toBe(202);
    await expect.poll(() => told).toEqual([['verified', expect.any(String)]]);
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

  it('is told again until it is kept, and then no more', async () => {
    const { challengeId, code, messageId } = await started();
    const sms = auth.app.get(SmsService);
    const recordOutcome = sms.recordOutcome.bind(sms);
    let calls = 0;
    sms.recordOutcome = async (...given) => {
      calls += 1;
      if (calls <= 2) throw new Error('down');
      return recordOutcome(...given);
    };
    await verify(challengeId, code);
    await expect.poll(() => calls).toBe(1);
    const teller = auth.app.get(OutcomeTeller);
    for (let time = 0; time < 4; time += 1) await teller.tellUntold(new AbortController().signal);
    expect(calls).toBe(3);
    expect(await outcomeOf(messageId)).toBe('verified');
  });
});
