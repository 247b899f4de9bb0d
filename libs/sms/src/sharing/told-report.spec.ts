import { describe, expect, it } from 'vitest';
import type { ProbeWarning } from '../providers/probe-report.js';
import { parseToldReport, type ToldReport } from './told-report.js';

const WARNINGS: readonly ProbeWarning[] = [
  { kind: 'sandbox' },
  { kind: 'spend-limit', limitUsd: 1 },
  { kind: 'account-suspended' },
  { kind: 'account-closed' },
  { kind: 'trial-account' },
  { kind: 'low-balance', balance: -0.5, currency: 'EUR' },
  { kind: 'bad-credentials' },
];
const TOLD: ToldReport = { at: 1000, verdict: 'down', warnings: WARNINGS };

describe('parseToldReport', () => {
  it('reads what was told, every kind of warning included', () => {
    expect(parseToldReport(JSON.stringify(TOLD))).toEqual(TOLD);
  });

  it.each([
    ['no JSON', '{'],
    ['no object', 'null'],
    ['a verdict that is none', JSON.stringify({ ...TOLD, verdict: 'fine' })],
    ['no time', JSON.stringify({ ...TOLD, at: undefined })],
    ['warnings that are no list', JSON.stringify({ ...TOLD, warnings: {} })],
    ['a warning of a kind that is none', JSON.stringify({ ...TOLD, warnings: [{ kind: 'toString' }] })],
    ['a warning without its amount', JSON.stringify({ ...TOLD, warnings: [{ kind: 'spend-limit' }] })],
  ])('takes nothing from %s', (_, json) => {
    expect(parseToldReport(json)).toBeUndefined();
  });
});
