import * as sms from '@standby/sms';
import { describe, expect, it } from 'vitest';
import { PROBLEM_STATUS } from '../../apps/auth/src/http/problem.js';
import { firstCellsOf, readPage, rowsOf, sectionOf } from './page.js';

const PAGE = readPage('docs/errors.md');
const KINDS = "## Kinds of a provider's failure";

describe('docs/errors.md', () => {
  it('has every error class of the library', () => {
    const classes = Object.entries(sms)
      .filter(([, value]) => typeof value === 'function' && value.prototype instanceof Error)
      .map(([name]) => name);
    expect(firstCellsOf(sectionOf(PAGE, '## Of the library')).toSorted()).toEqual(classes.toSorted());
  });

  it('has every problem of the API with its status', () => {
    const problems = rowsOf(sectionOf(PAGE, '## Of the API')).map(([code, status]) => [code, Number(status)]);
    expect(problems).toEqual(Object.entries(PROBLEM_STATUS));
  });

  it('has every kind with its handling', () => {
    const documented = rowsOf(sectionOf(PAGE, KINDS)).filter((cells) => cells.length === 8);
    const handled = Object.entries(sms.HANDLING).map(([kind, row]) => [
      kind,
      row.maybeSent ? 'yes' : 'no',
      row.sameProvider,
      row.nextProvider,
      row.laterMessage,
      row.breaker,
      row.alert ? 'yes' : 'no',
    ]);
    expect(documented.map(([kind, , ...rest]) => [kind, ...rest])).toEqual(handled);
  });

  it('explains every lesson a breaker learns', () => {
    const explained = rowsOf(sectionOf(PAGE, KINDS)).filter((cells) => cells.length === 2);
    const lessons = new Set(Object.values(sms.HANDLING).map(({ breaker }) => breaker));
    expect(explained.map(([lesson = '']) => lesson).toSorted()).toEqual([...lessons].toSorted());
  });
});

describe('README.md', () => {
  it('names every kind of failure', () => {
    const table = sectionOf(readPage('README.md'), '## What a failure means');
    const named = firstCellsOf(table).flatMap((cell) => cell.split(', '));
    expect(named.toSorted()).toEqual(Object.keys(sms.HANDLING).toSorted());
  });
});
