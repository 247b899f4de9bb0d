import { DATABASE, type Database } from '@standby/database';
import { newSqliteDatabase } from '@standby/database/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyRing } from '../keys/key-ring.js';
import { KeyRotation } from '../signing/key-rotation.js';
import { type AuthApp, PHONE_NUMBER, startAuthApp } from '../testing/auth-app.js';
import { AuditStore } from './audit.store.js';
import { AuditCheck } from './audit-check.js';
import { AuditSweep } from './audit-sweep.js';
import { AuditWriter } from './audit-writer.js';

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp({ AUDIT_DAYS: '2' });
});

afterEach(() => auth.app.close());

const verify = (challengeId: string, code: string) =>
  auth.call('POST', `/v1/challenges/${challengeId}/verification`, { code });

async function recorded() {
  await auth.app.get(AuditWriter).flush();
  const rows = await auth.app
    .get<Database>(DATABASE)
    .selectFrom('audit_records')
    .selectAll()
    .orderBy('seq')
    .execute();
  return rows.map(({ event, record }) => ({ event, ...JSON.parse(record) }));
}

/** What people did. */
const told = async () => (await recorded()).filter(({ event }) => !event.startsWith('signing-key'));

describe('the audit log', () => {
  it('tells a sign-in from asking to the session, by which request and from which network', async () => {
    const { challengeId, code, wrongCode } = await auth.start();
    await verify(challengeId, wrongCode);
    const { body } = await verify(challengeId, code);
    const records = await told();
    expect(records.map(({ event }) => event)).toEqual([
      'challenge-asked',
      'challenge-sent',
      'code-wrong',
      'challenge-verified',
      'account-opened',
      'session-opened',
    ]);
    expect(records[0]).toEqual({
      event: 'challenge-asked',
      asker: 'stranger',
      phoneNumber: '+********0123',
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      network: '127.0.0.0/24',
    });
    expect(records[1]).toMatchObject({ provider: 'mock', requestId: records[0]?.requestId });
    expect(records[2]).toMatchObject({ attemptsLeft: 2, challenge: records[1]?.challenge });
    expect(records[5]).toMatchObject({ accountId: records[4]?.accountId });
    const secrets = [challengeId, code, PHONE_NUMBER, body.accessToken, body.refreshToken, body.deviceToken];
    const text = JSON.stringify(records);
    expect(secrets.filter((secret) => text.includes(String(secret)))).toEqual([]);
  });

  it('tells why a code was refused, and that a number waits', async () => {
    await auth.call('POST', '/v1/challenges', { phoneNumber: '+1' });
    auth.mock.failNext('opted-out');
    await auth.call('POST', '/v1/challenges', { phoneNumber: PHONE_NUMBER });
    const { challengeId, wrongCode } = await auth.start();
    for (let time = 0; time < 4; time += 1) await verify(challengeId, wrongCode);
    await auth.call('POST', '/v1/challenges', { phoneNumber: PHONE_NUMBER });
    const reasons = (await told()).map(({ event, reason, waitMs }) => [event, reason ?? waitMs]);
    expect(reasons).toEqual([
      ['challenge-refused', 'phone-number-invalid'],
      ['challenge-asked', undefined],
      ['challenge-refused', 'recipient-opted-out'],
      ['challenge-asked', undefined],
      ['challenge-sent', undefined],
      ['code-wrong', undefined],
      ['code-wrong', undefined],
      ['number-waits', 3_600_000],
      ['code-wrong', undefined],
      ['code-refused', 'challenge-exhausted'],
      ['challenge-asked', undefined],
      ['challenge-refused', 'too-many-wrong-codes'],
    ]);
  });

  it('tells of codes that were not looked at because whoever sent them has tried too many', async () => {
    await auth.app.close();
    auth = await startAuthApp({ QUOTAS: 'enforce', QUOTA_ADDRESS_VERIFICATIONS_HOUR: '1' });
    const { challengeId, code, wrongCode } = await auth.start();
    await verify(challengeId, wrongCode);
    await verify(challengeId, code);
    const refused = (await told()).filter(({ event }) => event === 'code-refused');
    expect(refused.map(({ reason }) => reason)).toEqual(['quota-exceeded']);
  });

  it('tells of each pair of tokens that a refresh token was traded for, and from where', async () => {
    const { refreshToken } = await auth.signedIn();
    const refreshFrom = (remoteAddress: string) =>
      auth.app.inject({
        method: 'POST',
        url: '/v1/sessions/refresh',
        payload: { refreshToken },
        remoteAddress,
      });
    await refreshFrom('203.0.113.7');
    await refreshFrom('198.51.100.9');
    auth.clock.advance(31);
    await refreshFrom('198.51.100.9');
    const [opened, ...records] = (await told()).filter(({ event }) => event.startsWith('session-'));
    const { sessionId, accountId } = opened ?? {};
    expect(records).toMatchObject([
      { event: 'session-refreshed', sessionId, accountId, network: '203.0.113.0/24' },
      { event: 'session-refresh-repeated', sessionId, accountId, network: '198.51.100.0/24' },
      { event: 'session-revoked', sessionId, accountId, network: '198.51.100.0/24' },
    ]);
  });

  it('tells of signing keys that are made, replaced and retired', async () => {
    const rotation = auth.app.get(KeyRotation, { strict: false });
    await rotation.replaceAll();
    await rotation.announce();
    auth.clock.advance(365 * 86_400);
    await rotation.forgetRetired();
    const [first, second, replaced, third, retired, ...rest] = await recorded();
    expect([first, second, third].map(({ event }) => event)).toEqual(Array(3).fill('signing-key-made'));
    expect(replaced).toEqual({ event: 'signing-keys-replaced', kids: [first?.kid] });
    expect(retired).toEqual({ event: 'signing-keys-retired', kids: [second?.kid] });
    expect(rest).toEqual([]);
  });

  it('tells that the secret was replaced, also where the start that brings the new one prunes', async () => {
    const scratch = await newSqliteDatabase();
    const [before, after] = ['9f2XqLw7TzR4uVb1KcJ6sYd8HgM3nPe5', 'b7QxW2mZr9TnK4vLs6YhJ1dCf8GpE3uA'];
    const former = new KeyRing(before);
    const longAgo = { at: auth.clock.now() - 3 * 86_400_000, event: 'code-wrong', record: '{}' };
    await new AuditStore(await scratch.open(), former).append([longAgo]);
    await auth.app.close();
    const secrets = { AUTH_SECRET: after, AUTH_FORMER_SECRETS: before };
    auth = await startAuthApp({ DATABASE_URL: scratch.url, AUDIT_DAYS: '2', ...secrets });
    await auth.app.get(AuditSweep).sweep(new AbortController().signal);
    const to = new KeyRing(after).names[0];
    expect((await told()).toSorted((a, b) => b.event.localeCompare(a.event))).toEqual([
      { event: 'secret-replaced', from: former.names[0], to },
      { event: 'records-pruned', count: 1 },
    ]);
    await scratch.remove();
  });

  it('is whole, forgets after its days, and says that it did', async () => {
    await auth.signIn();
    await told();
    auth.clock.advance(2 * 86_400 - 1);
    await auth.app.get(AuditSweep).sweep(new AbortController().signal);
    expect(await told()).toHaveLength(5);
    auth.clock.advance(2);
    await auth.app.get(AuditSweep).sweep(new AbortController().signal);
    expect(await told()).toEqual([{ event: 'records-pruned', count: 6 }]);
    expect((await auth.app.get(AuditCheck).run()).findings).toEqual([]);
  });
});
