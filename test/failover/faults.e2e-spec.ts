import { type FaultOrder, startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeIn } from '../support/code-in.js';
import { type RunningAuth, startAuth, variablesFor } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';

const AT_ONCE = 64;

/** What a fault of the first provider may lead to, beyond every code arriving. */
type Duplicates = 'none' | 'where the first answer never came';

const FAULTS: readonly (readonly [FaultOrder, Duplicates])[] = [
  [{ fault: 'healthy' }, 'none'],
  [{ fault: 'latency', latencyMs: 50 }, 'none'],
  [{ fault: 'throttled', retryAfterSeconds: 1 }, 'none'],
  [{ fault: 'error-500' }, 'none'],
  [{ fault: 'error-503', retryAfterSeconds: 1 }, 'none'],
  [{ fault: 'hang' }, 'none'],
  [{ fault: 'reset-before-read' }, 'none'],
  [{ fault: 'reset-after-read' }, 'none'],
  [{ fault: 'refused' }, 'none'],
  [{ fault: 'unusable-200' }, 'none'],
  [{ fault: 'html-200' }, 'none'],
  [{ fault: 'html-502' }, 'none'],
  [{ fault: 'failed-in-201' }, 'none'],
  [{ fault: 'failed-in-201', code: 30007 }, 'none'],
  [{ fault: 'error-code', code: 20003 }, 'none'],
  [{ fault: 'error-code', code: 21606 }, 'none'],
  [{ fault: 'error-code', code: 30034 }, 'none'],
  // Twilio says that it created the message; only its id is lost on the way.
  [{ fault: 'malformed-body' }, 'none'],
  [{ fault: 'cut-short' }, 'none'],
  [{ fault: 'slow-drip', latencyMs: 200 }, 'where the first answer never came'],
  [{ fault: 'accepted-then-hang' }, 'where the first answer never came'],
  [{ fault: 'accepted-then-reset' }, 'where the first answer never came'],
  [{ fault: 'accepted-then-500' }, 'where the first answer never came'],
  [{ fault: 'accepted-then-503' }, 'where the first answer never came'],
];

/** Failures that another provider must not be asked to get around. */
const FINAL: readonly (readonly [FaultOrder, string])[] = [
  [{ fault: 'error-code', code: 21211 }, 'recipient-unreachable'],
  [{ fault: 'error-code', code: 21614 }, 'recipient-unreachable'],
  [{ fault: 'error-code', code: 21610 }, 'recipient-opted-out'],
  [{ fault: 'error-code', code: 30450 }, 'destination-blocked'],
];

let testbed: Testbed;
let auth: RunningAuth;
let client: SignInClient;

beforeEach(async () => {
  testbed = await startTestbed();
  auth = await startAuth({ ...variablesFor(testbed), TWILIO_REQUEST_TIMEOUT_SECS: '1' });
  client = new SignInClient(auth.url);
});

afterEach(async () => {
  await auth.close();
  await testbed.close();
});

const numbers = Array.from({ length: AT_ONCE }, (_, index) => `+4474001${23000 + index}`);
const arrivedAt = (to: string) => testbed.messages({ to }).filter(({ status }) => status !== 'failed');

describe(`${AT_ONCE} sign-ins at once while Twilio fails`, () => {
  it.each(FAULTS)('all succeed under %j; twice: %s', async (order, duplicates) => {
    await testbed.setFault('twilio', order);

    const asked = await Promise.all(numbers.map((number) => client.ask(number)));
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([202]));

    for (const number of numbers) {
      const arrived = arrivedAt(number);
      expect(arrived.length).toBeGreaterThan(0);
      expect(arrived.length).toBeLessThanOrEqual(duplicates === 'none' ? 1 : 2);
      expect(new Set(arrived.map(({ body }) => body)).size).toBe(1);
    }

    const verified = await Promise.all(
      asked.map(({ body }, index) => {
        const code = codeIn(arrivedAt(numbers[index] ?? '')[0]?.body);
        return client.verify(body.challengeId, code);
      }),
    );
    expect(new Set(verified.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it.each(FINAL)('none is taken to SNS under %j', async (order, problem) => {
    await testbed.setFault('twilio', order);
    const asked = await Promise.all(numbers.map((number) => client.ask(number)));
    for (const { status, body } of asked) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(body.code).toBe(problem);
    }
    expect(testbed.requests('aws-sns').received).toBe(0);
    expect(testbed.messages().filter(({ status }) => status !== 'failed')).toEqual([]);
  });

  it('are all answered with what to do when SNS fails too', async () => {
    await testbed.setFault('twilio', { fault: 'error-500' });
    await testbed.setFault('aws-sns', { fault: 'refused' });
    const asked = await Promise.all(numbers.map((number) => client.ask(number)));
    for (const { status, body, headers } of asked) {
      expect(status).toBe(503);
      expect(body.code).toBe('sms-unavailable');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await client.get('/health')).status).toBe(503);
  });
});
