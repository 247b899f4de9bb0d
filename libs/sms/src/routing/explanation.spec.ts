import { Logger, type LoggerService } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { normalise } from '../message/outbound-message.js';
import { ProviderError } from '../providers/provider-error.js';
import { ManualClock } from '../testing/manual-clock.js';
import { type Attempt, acceptedAttempt, failedAttempt } from './attempt.js';
import { Explanations, possibleCopies } from './explanation.js';
import type { Handover } from './handover.js';
import type { Carrier, Route } from './router.js';
import { UndeliverableError } from './undeliverable.error.js';

const message = normalise({ to: '+447400123456', text: 'Your code', purpose: 'one-time-code' }, 'id-1');
const carrier = (name: string): Carrier => ({
  name,
  retry: { maxAttempts: 1, baseMs: 1, maxMs: 1 },
  latency: {
    attemptTimeoutMs: () => 4000,
    lastAttemptTimeoutMs: 30_000,
    hedgeDelayMs: () => 1000,
    isMissing: () => false,
  },
  isOpenTo: () => true,
  retryAfterMs: () => 0,
  send: () => Promise.reject(new Error('An explanation sends nothing.')),
});
const route: Route = { carriers: [carrier('twilio'), carrier('aws-sns')], reason: 'configured-order' };
const ambiguous = new ProviderError({ kind: 'ambiguous', provider: 'twilio', code: 'X1' });
const unavailable = new ProviderError({ kind: 'unavailable', provider: 'twilio', code: 'X1' });
const failed = failedAttempt(ambiguous, 'first-choice', 40);
const accepted = acceptedAttempt('aws-sns', 'after-failure', 10);

let clock: ManualClock;
let explanations: Explanations;
/** What was written to the log. */
let lines: { level: string; entry: unknown; context: unknown }[];

const capture = (level: string) => (entry: unknown, context: unknown) =>
  lines.push({ level, entry, context });
const capturing: LoggerService = { log: capture('log'), warn: capture('warn'), error: capture('error') };

beforeEach(() => {
  lines = [];
  Logger.overrideLogger(capturing);
  clock = new ManualClock();
  clock.advance(1000);
  explanations = new Explanations(clock);
});

afterEach(() => Logger.overrideLogger(true));

/** Follows a handover that takes 50 ms. */
const follow = async (end: () => Handover) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const following = explanations.follow(message, route, promise.then(end));
  following.catch(() => {});
  clock.advance(50);
  resolve();
  return following;
};
const fail = (error: Error) => () => {
  throw error;
};
const acceptance = (providerMessageId: string | undefined, attempts: readonly Attempt[]): Handover => ({
  status: 'accepted',
  provider: 'aws-sns',
  providerMessageId,
  attempts,
});

describe('Explanations', () => {
  it('know why an accepted message went the way it went, and nothing of its text or its whole number', async () => {
    await follow(() => acceptance('M1', [failed, accepted]));
    expect(explanations.get('id-1')).toStrictEqual({
      messageId: 'id-1',
      to: '+********3456',
      country: 'GB',
      purpose: 'one-time-code',
      segments: 1,
      route: ['twilio', 'aws-sns'],
      routeReason: 'configured-order',
      attempts: [failed, accepted],
      providerMessageId: 'M1',
      tookMs: 50,
      outcome: 'accepted',
      possibleCopies: 2,
    });
  });

  it('know nothing of a message they did not follow', () => {
    expect(explanations.get('id-1')).toBeUndefined();
  });

  it.each<[string, Handover]>([
    ['an acceptance that names none', acceptance(undefined, [accepted])],
    ['an unknown outcome', { status: 'unknown', provider: 'twilio', attempts: [failed] }],
  ])('hold no id of the provider for %s', async (_, handover) => {
    await follow(() => handover);
    expect(explanations.get('id-1')).toMatchObject({ outcome: handover.status, attempts: handover.attempts });
    expect(explanations.get('id-1')).not.toHaveProperty('providerMessageId');
  });

  it('tell which failure decided where nobody accepted, and of every attempt', async () => {
    const attempts = [failedAttempt(unavailable, 'first-choice', 50)];
    const error = new UndeliverableError([unavailable], attempts);
    await expect(follow(fail(error))).rejects.toBe(error);
    const facts = { outcome: 'unavailable', attempts, tookMs: 50, possibleCopies: 0 };
    expect(explanations.get('id-1')).toMatchObject(facts);
  });

  it('call a message abandoned that nobody was asked to carry', async () => {
    const reason = new Error('gone');
    await expect(follow(fail(reason))).rejects.toBe(reason);
    expect(explanations.get('id-1')).toMatchObject({ outcome: 'abandoned', attempts: [], tookMs: 50 });
  });

  it('pass on what became of the handover', async () => {
    const handover = acceptance('M1', [accepted]);
    await expect(follow(() => handover)).resolves.toBe(handover);
  });

  it('say an acceptance once in the log, and warn of anything else', async () => {
    await follow(() => acceptance('M1', [accepted]));
    const told = explanations.get('id-1');
    await follow(() => ({ status: 'unknown', provider: 'twilio', attempts: [failed] }));
    expect(lines).toEqual([
      { level: 'log', context: 'Sms', entry: { msg: 'message accepted', ...told } },
      { level: 'warn', context: 'Sms', entry: expect.objectContaining({ msg: 'message unknown' }) },
    ]);
  });
});

describe('possibleCopies', () => {
  it('counts the attempts through which the text may have gone out', () => {
    expect(possibleCopies([failed, failedAttempt(unavailable, 'hedge', 5), accepted])).toBe(2);
    expect(possibleCopies([])).toBe(0);
  });
});
