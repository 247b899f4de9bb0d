import { describe, expect, it } from 'vitest';
import { parseOutcome } from './stored-outcome.js';

const attempt = {
  provider: 'first',
  reason: 'hedge',
  tookMs: 1,
  outcome: 'outpaced',
  maybeSent: true,
  code: 'X',
};
const WAY = { route: ['first', 'second'], routeReason: 'configured-order', attempts: [attempt] };
const message = {
  status: 'accepted',
  id: 'message-1',
  provider: 'first',
  providerMessageId: 'provider-1',
  segments: 1,
  ...WAY,
};
const sent = { result: 'sent', message };
const failure = { kind: 'ambiguous', provider: 'first', code: '500', httpStatus: 500, retryAfterMs: 1 };
const undeliverable = { result: 'undeliverable', failures: [failure], messageId: 'message-1', ...WAY };

describe('parseOutcome', () => {
  it.each([
    ['an acceptance', sent],
    ['an acceptance without an id', { ...sent, message: { ...message, providerMessageId: undefined } }],
    ['an unknown outcome', { ...sent, message: { ...message, status: 'unknown' } }],
    ['a failure', undeliverable],
    [
      'a refusal of an earlier message',
      { ...undeliverable, attempts: [{ ...attempt, reason: 'refused-before' }] },
    ],
    ['a failure of few words', { ...undeliverable, failures: [{ ...failure, httpStatus: undefined }] }],
  ])('reads %s', (_, outcome) => {
    expect(parseOutcome(JSON.stringify(outcome))).toEqual(outcome);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a list', []],
    ['another result', { ...sent, result: 'lost' }],
    ['a message without an id', { ...sent, message: { ...message, id: undefined } }],
    ['another status', { ...sent, message: { ...message, status: 'delivered' } }],
    ['another reason for the route', { ...sent, message: { ...message, routeReason: 'a hunch' } }],
    ['a message without a route', { ...sent, message: { ...message, route: undefined } }],
    ['a failure without its message', { ...undeliverable, messageId: undefined }],
    ['a failure with a route that is none', { ...undeliverable, route: [1] }],
    ['an attempt that is none', { ...sent, message: { ...message, attempts: ['first'] } }],
    [
      'an outcome of an attempt that is none',
      { ...undeliverable, attempts: [{ ...attempt, outcome: 'toString' }] },
    ],
    ['a failure of a kind that is none', { ...undeliverable, failures: [{ ...failure, kind: 'bad luck' }] }],
  ])('does not read %s', (_, value) => {
    expect(parseOutcome(JSON.stringify(value))).toBeUndefined();
  });

  it('does not read what is not JSON', () => {
    expect(parseOutcome('{')).toBeUndefined();
  });
});
