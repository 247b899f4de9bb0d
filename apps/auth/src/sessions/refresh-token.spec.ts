import { randomBytes } from 'node:crypto';
import type { SessionTable } from '@standby/database';
import { describe, expect, it } from 'vitest';
import { newFamily, newRefreshToken, parseFamily, presentedAs } from './refresh-token.js';
import { opened, rotated } from './session.js';

const NOW = 1_790_000_000_000;
const GRACE = 30_000;
const DAY = 86_400_000;
const RULES = { tokenTtlMs: 30 * DAY, maxAgeMs: 90 * DAY, graceMs: GRACE };
const FIELDS = { id: 'id', account_id: 'account', client: null, network: null };

const kept = (name: string) => ({ family_digest: 'family', token_digest: name });
const next = (name: string, former: string) => ({
  ...kept(name),
  sealed_token: `sealed ${name}`,
  former_digest: former,
  network: null,
});

const NEW = opened(FIELDS, kept('first'), RULES, NOW);
const ONCE = rotated(NEW, next('second', 'first'), RULES, NOW);
const TWICE = rotated(ONCE, next('third', 'second'), RULES, NOW + 1);

describe('a refresh token', () => {
  it('begins with its family, and is never the same twice', () => {
    const family = newFamily(randomBytes);
    const [one, other] = [newRefreshToken(family, randomBytes), newRefreshToken(family, randomBytes)];
    expect(one).toMatch(/^[\w-]{64}$/);
    expect(parseFamily(one)).toBe(family);
    expect(parseFamily(other)).toBe(family);
    expect(one).not.toBe(other);
    expect(newFamily(randomBytes)).not.toBe(family);
  });

  it.each(['', 'x', 'A'.repeat(63), 'A'.repeat(65), `${'A'.repeat(63)}=`, `${'A'.repeat(63)}\n`])(
    'is not %j',
    (token) => {
      expect(parseFamily(token)).toBeUndefined();
    },
  );
});

describe('presentedAs', () => {
  it.each<[string, SessionTable | undefined, string, number, string]>([
    ['a token of no session', undefined, 'first', NOW, 'unknown'],
    ['a token of a session that ended', { ...NEW, status: 'signed-out' }, 'first', NOW, 'ended'],
    ['the first token', NEW, 'first', NOW, 'current'],
    ['the latest token', TWICE, 'third', NOW, 'current'],
    ['a token of the family that never was', NEW, 'invented', NOW, 'reused'],
    ['the token just used, in the last moment of the grace', ONCE, 'first', NOW + GRACE - 1, 'repeated'],
    ['the token just used, once the grace is over', ONCE, 'first', NOW + GRACE, 'reused'],
    ['the token just used, by a clock that is behind', ONCE, 'first', NOW - 1, 'repeated'],
    ['a token whose successor was used too, within the grace', TWICE, 'first', NOW + 1, 'reused'],
    ['the token before the latest, within the grace', TWICE, 'second', NOW + 1, 'repeated'],
    ['the latest token in its last moment', ONCE, 'second', NOW + RULES.tokenTtlMs - 1, 'current'],
    ['the latest token at its end', ONCE, 'second', NOW + RULES.tokenTtlMs, 'expired'],
    ['a token used long ago, when the latest has expired', ONCE, 'first', NOW + RULES.tokenTtlMs, 'reused'],
    ['the token just used, when nothing is sealed', { ...ONCE, sealed_token: null }, 'first', NOW, 'reused'],
  ])('takes %s as it is', (_name, session, digest, now, as) => {
    expect(presentedAs(session, ['other', digest], GRACE, now)).toMatchObject({ as });
  });

  it('knows no grace where there is none', () => {
    const strict = rotated(NEW, next('second', 'first'), { ...RULES, graceMs: 0 }, NOW);
    expect(strict.sealed_token).toBeNull();
    expect(presentedAs(strict, ['first'], 0, NOW)).toMatchObject({ as: 'reused' });
  });
});

describe('a session', () => {
  it('lasts as long as its tokens are used, and no longer than its age', () => {
    expect(NEW).toMatchObject({ expires_at: NOW + 90 * DAY, token_expires_at: NOW + 30 * DAY });
    const late = rotated(NEW, next('second', 'first'), RULES, NOW + 80 * DAY);
    expect(late).toMatchObject({ expires_at: NOW + 90 * DAY, token_expires_at: NOW + 90 * DAY });
    const short = opened(FIELDS, kept('first'), { ...RULES, maxAgeMs: DAY }, NOW);
    expect(short.token_expires_at).toBe(NOW + DAY);
  });
});
