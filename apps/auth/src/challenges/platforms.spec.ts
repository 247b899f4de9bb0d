import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuthApp, PHONE_NUMBER, startAuthApp } from '../testing/auth-app.js';

const HASH = 'FA+9qCX9VSu';

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp({ APP_ORIGIN_HOST: 'signin.example', ANDROID_APP_HASH: HASH });
});

afterEach(() => auth.app.close());

const lastLine = () => auth.mock.messages.at(-1)?.text.split('\n').at(-1);

describe('the last line of a message', () => {
  it.each([undefined, 'web', 'ios'])('is the one of browsers for %s', async (platform) => {
    const { code } = await auth.start(PHONE_NUMBER, { platform });
    expect(lastLine()).toBe(`@signin.example #${code}`);
  });

  it('is the hash of the app for Android, of a resend too', async () => {
    const { challengeId, code } = await auth.start(PHONE_NUMBER, { platform: 'android', locale: 'ru' });
    expect(lastLine()).toBe(HASH);
    auth.clock.advance(60);
    await auth.call('POST', `/v1/challenges/${challengeId}/resend`);
    expect(auth.mock.messages).toHaveLength(2);
    expect(lastLine()).toBe(HASH);
    expect(auth.latestCode()).toBe(code);
  });

  it('is refused for a platform nobody knows', async () => {
    const { status, body } = await auth.call('POST', '/v1/challenges', {
      phoneNumber: PHONE_NUMBER,
      platform: 'symbian',
    });
    expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{ field: 'platform' }] } });
  });
});
