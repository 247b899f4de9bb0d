import { expect, it } from 'vitest';
import { firstCellsOf, readPage, sectionOf } from './page.js';

it('docs/operations.md has every event of the audit log', () => {
  const named = readPage('apps/auth/src/audit/audit-event.ts').matchAll(/'([a-z]+(?:-[a-z]+)+)'/g);
  const documented = firstCellsOf(sectionOf(readPage('docs/operations.md'), '## The audit log'));
  expect(documented.flatMap((cell) => cell.split(', ')).toSorted()).toEqual(
    Array.from(named, ([, name = '']) => name).toSorted(),
  );
});
