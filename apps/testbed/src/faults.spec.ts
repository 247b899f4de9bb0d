import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAULTS } from './faults.js';

const PAGE = readFileSync(new URL('../../../docs/testbed.md', import.meta.url), 'utf8');

describe('FAULTS', () => {
  it('is the list the documentation gives, with the same settings', () => {
    const section = PAGE.slice(PAGE.indexOf('## Faults'), PAGE.indexOf('## Drive it'));
    const rows = [...section.matchAll(/^\| `([a-z0-9-]+)` \|.*\|(.*)\|$/gm)];
    const documented = rows.map(([, name, settings = '']) => [name, /`(\w+)`/.exec(settings)?.[1] ?? null]);
    expect(documented).toEqual(Object.entries(FAULTS).map(([name, row]) => [name, row.settings[0] ?? null]));
  });
});
