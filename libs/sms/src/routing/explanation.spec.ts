import { Logger, type LoggerService } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { normalise } from '../message/outbound-message.js';
import { ProviderError } from '../providers/provider-error.js';
import { USUAL_PACE } from '../testing/usual-pace.js';
import { type Attempt, acceptedAttempt, failedAttempt } from './attempt.js';
import { Explanations, possibleCopies } from './explanation.js';
import type { HandoverEnd } from './handover.js';
import { type Candidate, Route } from './router.js';

const message = normalise({ to: '+447400123456', text: 'Your code', purpose: 'one-time-code' }, 'id-1');
const candidate = (name: string): Candidate => ({
  name,
  retry: { maxAttempts: 1, baseMs: 1, maxMs: 1 },
  latency: USUAL_PACE,
  isAvailable: () => true,
  retryAfterMs: () => 0,
  send: () => Promise.reject(new Error('An explanation sends nothing.')),
});
const route = new Route([candidate('twilio'), candidate('aws-sns')], 'configured-order');
const ambiguous = new ProviderError({ kind: 'ambiguous', provider: 'twilio', code: 'X1' });
const unavailable = new ProviderError({ kind: 'unavailable', provider: 'twilio', code: 'X1' });
const failed = failedAttempt(ambiguous, 'first-choice', 40);
const accepted = acceptedAttempt('aws-sns', 'after-failure', 10);

let explanations: Explanations;
/** What was written to the log. */
let lines: { level: string; entry: unknown; context: unknown }[];

const capture = (level: string) => (entry: unknown, context: unknown) =>
  lines.push({ level, entry, context });
const capturing: LoggerService = { log: capture('log'), warn: capture('warn'), error: capture('error') };

beforeEach(() => {
  lines = [];
  Logger.overrideLogger(capturing);
  explanations = new Explanations();
});

afterEach(() => Logger.overrideLogger(true));

/** A handover that took 50 ms. */
const keep = (end: HandoverEnd, id = message.id) => explanations.keep({ ...message, id }, route, end, 50);
const isKnown = (sent: number) => explanations.get(`id-${sent}`) !== undefined;
const acceptance = (attempts: readonly Attempt[], providerMessageId?: string): HandoverEnd => ({
  outcome: 'accepted',
  provider: 'aws-sns',
  attempts,
  maybeSent: true,
  ...(providerMessageId !== undefined && { providerMessageId }),
});

describe('Explanations', () => {
  it('know why an accepted message went the way it went, and nothing of its text or its whole number', () => {
    keep(acceptance([failed, accepted], 'M1'));
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

  it('know nothing of a message they were not told of', () => {
    expect(explanations.get('id-1')).toBeUndefined();
  });

  it.each<[string, HandoverEnd]>([
    ['an acceptance that names none', acceptance([accepted])],
    ['an unknown outcome', { outcome: 'unknown', attempts: [failed], maybeSent: true }],
  ])('hold no id of the provider for %s', (_, end) => {
    keep(end);
    expect(explanations.get('id-1')).toMatchObject({ outcome: end.outcome, attempts: end.attempts });
    expect(explanations.get('id-1')).not.toHaveProperty('providerMessageId');
  });

  it('know the last 10 000 at any time, whichever of them are asked for', () => {
    const last = 10_000;
    for (let sent = 1; sent <= 3 * last; sent += 1) {
      keep(acceptance([accepted]), `id-${sent}`);
      const oldest = Math.max(1, sent - last + 1);
      if (!isKnown(oldest)) expect.fail(`after ${sent} sends ${oldest} is forgotten`);
    }
    expect(isKnown(1)).toBe(false);
  });

  it('say an acceptance once in the log, and warn of anything else', () => {
    keep(acceptance([accepted], 'M1'));
    const told = explanations.get('id-1');
    keep({ outcome: 'unknown', attempts: [failed], maybeSent: true });
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
