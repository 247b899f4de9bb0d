import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ProxyConfig } from '../../apps/auth/src/http/proxy.config.js';
import { ROOT, readPage, rowsOf, sectionOf } from './page.js';

/** Cells of each threat: what it is, what meets it, which tests fail when that does not hold. */
const THREATS = rowsOf(sectionOf(readPage('SECURITY.md'), '## Threats, and what meets them'));

describe('the threats of SECURITY.md', () => {
  it.each(THREATS)(
    'name the tests of their answer, or say that there is none: %s',
    (_threat, answer = '', tests = '') => {
      if (tests === '–') {
        expect(answer).toContain('**not met**');
        return;
      }
      const paths = tests.split(', ');
      expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
      expect(new Set(paths).size).toBe(paths.length);
      // Anything else is run by nobody.
      for (const path of paths) expect(path).toMatch(/\.(e2e-)?spec\.ts$|^\.ci\/run$/);
    },
  );
});

describe('the networks that are kept of clients', () => {
  const { NETWORK_IPV4_BITS, NETWORK_IPV6_BITS } = new ProxyConfig();

  it.each(['SECURITY.md', 'docs/sessions.md', 'docs/operations.md'])(
    'are as large in %s as by default',
    (page) => {
      const named = [...readPage(page).matchAll(/\/(\d{1,3})`?(?: or|,) `?\/(\d{1,3})/g)];
      expect(named.length).toBeGreaterThan(0);
      for (const [, ipv4, ipv6] of named)
        expect([Number(ipv4), Number(ipv6)]).toEqual([NETWORK_IPV4_BITS, NETWORK_IPV6_BITS]);
    },
  );
});
