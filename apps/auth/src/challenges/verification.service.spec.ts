import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Admission } from '../admission/admission.js';
import { type AuthApp, startAuthApp } from '../testing/auth-app.js';
import { ChallengeStore } from './challenge.store.js';
import { ChallengeSeals } from './challenge-seals.js';
import { NumberTries } from './number-tries.js';

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp();
});

afterEach(() => auth.app.close());

describe('a code that is tried', () => {
  it.each(['right', 'wrong'] as const)(
    'costs client, challenge and number a try each before it is compared, being %s',
    async (which) => {
      const { challengeId, code, wrongCode } = await auth.start();
      const { app } = auth;
      const steps = [
        vi.spyOn(app.get(Admission), 'admitVerification'),
        vi.spyOn(app.get(ChallengeStore), 'takeAttempt'),
        vi.spyOn(app.get(NumberTries), 'take'),
        vi.spyOn(app.get(ChallengeSeals), 'isRight'),
      ];
      const tried = { code: which === 'right' ? code : wrongCode };
      const { status } = await auth.call('POST', `/v1/challenges/${challengeId}/verification`, tried);
      expect(status).toBe(which === 'right' ? 200 : 422);
      const turns = steps.flatMap(({ mock }) => mock.invocationCallOrder);
      expect(turns).toHaveLength(steps.length);
      expect(turns).toEqual(turns.toSorted((a, b) => a - b));
    },
  );
});
