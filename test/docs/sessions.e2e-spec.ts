import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Presented } from '../../apps/auth/src/sessions/refresh-token.js';
import { KEY_ORDERS } from '../../apps/auth/src/signing/key-orders.js';
import {
  ANNOUNCED_MS,
  CLOCK_SKEW_MS,
  JWKS_MAX_AGE_SECS,
  type KeyStanding,
  LONGEST_TOKEN_MS,
} from '../../apps/auth/src/signing/signing-key.js';
import { startAuthApp } from '../../apps/auth/src/testing/auth-app.js';
import { assertSignedInOptions } from '../../libs/signed-in/src/signed-in.options.js';
import { firstCellsOf, readPage, rowsOf, sectionOf } from './page.js';

const PAGE = readPage('docs/sessions.md');
const OPERATIONS = readPage('docs/operations.md');
const GIVEN = { jwksUrl: 'https://example.com/jwks.json', issuer: 'us', audience: 'here' };
const MINUTE_MS = 60_000;

describe('docs/sessions.md', () => {
  it('has every part of an access token', async () => {
    const auth = await startAuthApp();
    const { accessToken } = await auth.signedIn();
    await auth.app.close();
    const parts = Object.keys({ ...decodeProtectedHeader(accessToken), ...decodeJwt(accessToken) });
    const documented = firstCellsOf(sectionOf(PAGE, '## Access tokens')).flatMap((cell) => cell.split(', '));
    expect(documented.toSorted()).toEqual(parts.toSorted());
  });

  it('has everything that a refresh token can be taken for', () => {
    const known: Record<Presented['as'], true> = {
      current: true,
      repeated: true,
      reused: true,
      expired: true,
      ended: true,
      unknown: true,
    };
    const rows = rowsOf(sectionOf(PAGE, '## What a refresh token is worth'));
    expect(rows.map(([, as]) => as)).toEqual(Object.keys(known));
  });

  it('has the options of the module with their defaults and ranges', () => {
    const rows = rowsOf(sectionOf(PAGE, '### `SignedInOptions`'));
    const defaults = { ...assertSignedInOptions(GIVEN), jwksUrl: '–', issuer: '–', audience: '–' };
    expect(Object.fromEntries(rows.map(([name, fallback]) => [name, fallback]))).toEqual(
      Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, `${value}`])),
    );
    const ranges = rows.flatMap(([name = '', , range = '']) => {
      const [, from, to] = /^(\d+)–(\d+) ms$/.exec(range) ?? [];
      return from === undefined ? [] : [{ name, from: Number(from), to: Number(to) }];
    });
    expect(ranges).toHaveLength(2);
    for (const { name, from, to } of ranges) {
      const giving = (value: number) => () => assertSignedInOptions({ ...GIVEN, [name]: value });
      for (const good of [from, to]) expect(giving(good)).not.toThrow();
      for (const bad of [from - 1, to + 1]) expect(giving(bad)).toThrow(name);
    }
  });

  it('has the times of the published keys', () => {
    expect(PAGE).toContain(`may be kept for ${JWKS_MAX_AGE_SECS / 60} minutes`);
    expect(PAGE).toContain(`A key is in it ${ANNOUNCED_MS / MINUTE_MS} minutes before it signs`);
  });
});

describe('docs/operations.md', () => {
  it('has the commands for signing keys', () => {
    const commands = rowsOf(sectionOf(OPERATIONS, '## Signing keys')).filter((cells) => cells.length === 2);
    expect(commands.map(([command]) => command)).toEqual(
      Object.keys(KEY_ORDERS).map((order) => `npm run keys:${order}`),
    );
  });

  it('has every standing of a key, and for how long', () => {
    const known: Record<KeyStanding, string> = {
      announced: `${ANNOUNCED_MS / MINUTE_MS} minutes`,
      signing: 'SIGNING_KEY_DAYS',
      superseded: `${(LONGEST_TOKEN_MS + CLOCK_SKEW_MS) / MINUTE_MS} minutes`,
      retired: 'up to a minute',
    };
    const rows = rowsOf(sectionOf(OPERATIONS, '## Signing keys')).filter((cells) => cells.length === 3);
    expect(Object.fromEntries(rows.map(([standing, , time]) => [standing, time]))).toEqual(known);
  });
});
