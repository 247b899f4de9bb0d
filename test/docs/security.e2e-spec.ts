import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
