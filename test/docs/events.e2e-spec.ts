import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { firstCellsOf, readPage, sectionOf } from './page.js';

const SOURCE = readFileSync(join(import.meta.dirname, '../../libs/sms/src/events/sms.events.ts'), 'utf8');

describe('docs/events.md', () => {
  it('has every event the library tells', () => {
    const told = Array.from(SOURCE.matchAll(/readonly type: '([a-z-]+)'/g), ([, type = '']) => type);
    expect(told.length).toBeGreaterThan(0);
    expect(firstCellsOf(sectionOf(readPage('docs/events.md'), '# Events')).toSorted()).toEqual(
      told.toSorted(),
    );
  });
});
