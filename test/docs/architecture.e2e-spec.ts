import { describe, expect, it } from 'vitest';
import { OUTCOME_OF_CONDITION } from '../../libs/sms/src/testing/provider-rig.js';
import { firstCellsOf, readPage, rowsOf, sectionOf } from './page.js';

const README = readPage('README.md');
const ARCHITECTURE = readPage('docs/architecture.md');

describe('docs/architecture.md', () => {
  it('has the import rules that are enforced', () => {
    const rules = readPage('.dependency-cruiser.cjs').matchAll(/name: '([\w-]+)'/g);
    expect(firstCellsOf(sectionOf(ARCHITECTURE, '## The arrows'))).toEqual(
      Array.from(rules, ([, name]) => name),
    );
  });

  const followed = ['## One sign-in, followed', '## One refresh, followed'];
  it.each(followed.flatMap((heading) => rowsOf(sectionOf(ARCHITECTURE, heading))))(
    'follows step %s to %s',
    (_, cell) => {
      expectToHold('apps/auth/src', cell);
    },
  );

  it.each(rowsOf(sectionOf(ARCHITECTURE, '## One receipt, followed')))(
    'follows step %s of a receipt to %s',
    (_, cell) => {
      expectToHold('libs/sms/src', cell);
    },
  );
});

describe('README.md', () => {
  it.each(rowsOf(sectionOf(README, '## Follow one send')))('follows step %s to %s', (_, cell) => {
    expectToHold('libs/sms/src', cell);
  });
});

describe('docs/adding-a-provider.md', () => {
  it('has every state the contract suite knows', () => {
    const section = sectionOf(readPage('docs/adding-a-provider.md'), '## The contract suite');
    const states = firstCellsOf(section).flatMap((cell) => cell.split(', '));
    expect(states.toSorted()).toEqual(Object.keys(OUTCOME_OF_CONDITION).toSorted());
  });
});

/** @param cell a file, and perhaps the function in it that the step is about */
function expectToHold(folder: string, cell = ''): void {
  const [path = '', name = ''] = cell.split(' ');
  expect(readPage(`${folder}/${path}`)).toContain(name === '' ? '' : `${name}(`);
}
