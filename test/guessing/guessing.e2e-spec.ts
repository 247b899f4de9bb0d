import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DAY_MS, guessesPerDay, guessOddsOf, MAX_GUESS_ODDS, WallClock } from '@standby/auth';
import { seededRandom } from '@standby/sms/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { authInProcess } from '../support/auth-in-process.js';
import { guess } from './guessing-days.js';

const DEFAULTS = { maxAttempts: 3, waitMs: 3_600_000, maxWrongPerDay: 30 };

describe('guessing for days', () => {
  it('succeeds as seldom as computed, with the defaults in fewer than one of ten thousand days', () => {
    const days = 2_000_000;
    const { successes, guessesPerDay: guesses } = guess({
      rules: DEFAULTS,
      days,
      codes: 1_000_000,
      random: seededRandom(20_261_126),
    });
    const odds = guessOddsOf(DEFAULTS);
    console.log(`${successes} hits in ${days} days; computed ${odds * days}`);
    expect(guesses).toBe(60);
    expect(odds).toBeLessThan(MAX_GUESS_ODDS);
    // Within four deviations of what is computed.
    expect(Math.abs(successes - odds * days)).toBeLessThan(4 * Math.sqrt(odds * days));
  });

  it.each([
    { maxAttempts: 10, waitMs: 60_000, maxWrongPerDay: 49 },
    { maxAttempts: 1, waitMs: 3_600_000, maxWrongPerDay: 1_000 },
    { maxAttempts: 4, waitMs: 7_200_000, maxWrongPerDay: 1_000 },
  ])(
    'is bounded by what is computed, with $maxAttempts tries in $waitMs ms and $maxWrongPerDay a day',
    (rules) => {
      const days = 50_000;
      const codes = 10_000;
      const { successes, guessesPerDay: guesses } = guess({ rules, days, codes, random: seededRandom(7) });
      expect(guesses).toBeLessThanOrEqual(2 * guessesPerDay(rules));
      const expected = (2 * guessesPerDay(rules) * days) / codes;
      expect(successes).toBeLessThan(expected + 4 * Math.sqrt(expected));
      expect(successes).toBeGreaterThan(expected / 2);
    },
  );
});

describe('guessing at the running service', () => {
  let app: NestFastifyApplication;

  afterEach(() => app.close());

  it.each([
    ['the defaults', {}, DEFAULTS],
    [
      'others',
      { CODE_MAX_ATTEMPTS: '2', CODE_WAIT_SECS: '7200', CODE_MAX_WRONG_PER_DAY: '40' },
      { maxAttempts: 2, waitMs: 7_200_000, maxWrongPerDay: 40 },
    ],
  ])('gets no more codes looked at in a day than computed, by %s', async (_name, variables, rules) => {
    let now = 1_790_000_000_000;
    const clock: WallClock = { now: () => now };
    app = await authInProcess({ DATABASE_URL: 'sqlite::memory:', ...variables }, [WallClock, clock]);
    const post = async (url: string, payload: object) => {
      const answer = await app.inject({ method: 'POST', url, payload });
      return {
        status: answer.statusCode,
        body: answer.json(),
        wait: Number(answer.headers['retry-after'] ?? 0),
      };
    };

    let looked = 0;
    for (const end = now + DAY_MS; now < end; ) {
      const asked = await post('/v1/challenges', { phoneNumber: '+447400123456' });
      now += asked.wait * 1_000;
      if (asked.status !== 202) continue;
      for (let code = 0; code < 5; code += 1) {
        const url = `/v1/challenges/${asked.body.challengeId}/verification`;
        const tried = await post(url, { code: `00000${code}` });
        if (tried.body.code === 'code-incorrect') looked += 1;
      }
    }
    expect(looked).toBeGreaterThan(0);
    expect(looked).toBeLessThanOrEqual(guessesPerDay(rules));
  });
});
