import { describe, expect, it } from 'vitest';
import { issue, mayResend, standingOf } from './challenge.js';

const RULES = { ttlMs: 300_000, maxAttempts: 3, resendAfterMs: 60_000 };
const FIELDS = {
  id_digest: 'digest',
  number_digest: 'number digest',
  sealed_number: 'sealed number',
  device_digest: null,
  locale: null,
  platform: null,
  code_digest: 'code digest',
  sealed_code: 'sealed',
};
const NOW = 1_790_000_000_000;
const live = { ...issue(FIELDS, RULES, NOW), status: 'live' } as const;

describe('issue', () => {
  it('counts every limit from now and is unknown until a provider accepts the message', () => {
    const challenge = issue(FIELDS, RULES, NOW);
    expect(challenge).toMatchObject({
      attempts_left: 3,
      expires_at: NOW + 300_000,
      resend_after_at: NOW + 60_000,
    });
    expect(standingOf(challenge, NOW)).toBe('unknown');
  });
});

describe('standingOf', () => {
  it.each([
    ['one that does not exist', undefined, NOW, 'unknown'],
    ['a live one', live, NOW, 'live'],
    ['a live one in its last millisecond', live, live.expires_at - 1, 'live'],
    ['a live one at its end', live, live.expires_at, 'expired'],
    ['a live one without attempts', { ...live, attempts_left: 0 }, NOW, 'exhausted'],
    [
      'a consumed one, even after its time',
      { ...live, status: 'consumed' as const },
      live.expires_at,
      'consumed',
    ],
    ['a superseded one', { ...live, status: 'superseded' as const }, NOW, 'superseded'],
    ['an exhausted one', { ...live, status: 'exhausted' as const }, NOW, 'exhausted'],
  ])('tells %s', (_name, challenge, now, standing) => {
    expect(standingOf(challenge, now)).toBe(standing);
  });
});

describe('mayResend', () => {
  it('tells how long to wait, and allows it from that moment on', () => {
    expect(mayResend(live, NOW)).toEqual({ verdict: 'wait', waitMs: 60_000 });
    expect(mayResend(live, NOW + 59_999)).toEqual({ verdict: 'wait', waitMs: 1 });
    expect(mayResend(live, NOW + 60_000)).toEqual({ verdict: 'allowed' });
  });
});
