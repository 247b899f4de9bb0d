import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ProxyConfig } from '../../apps/auth/src/http/proxy.config.js';
import { readPage, sectionOf } from './page.js';

const ROOT = join(import.meta.dirname, '..', '..');
const THREATS = sectionOf(readPage('SECURITY.md'), '## Threats, and what meets them')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| threat'));

describe('the threats of SECURITY.md', () => {
  it.each(THREATS)('name the test of their answer, or say that there is none: %s', (row) => {
    const test = /\| (?:`([^`]+)`|–) \|$/.exec(row);
    expect(test, row).not.toBeNull();
    const [, path] = test ?? [];
    if (path === undefined) expect(row).toContain('**not met**');
    else expect(existsSync(join(ROOT, path)), path).toBe(true);
  });
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
