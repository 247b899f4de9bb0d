import { describe, expect, it } from 'vitest';
import type { ProbeWarning } from '../providers/probe-report.js';
import { warningsAfter } from './probe-warnings.js';

const SANDBOX: ProbeWarning = { kind: 'sandbox' };
const SPEND_LIMIT: ProbeWarning = { kind: 'spend-limit', limitUsd: 1 };
const balanceOf = (balance: number): ProbeWarning => ({ kind: 'low-balance', balance, currency: 'USD' });

describe('warningsAfter', () => {
  it('raises what was not known', () => {
    const report = { verdict: 'ready', warnings: [SANDBOX, SPEND_LIMIT] } as const;
    expect(warningsAfter([SANDBOX], report)).toEqual({
      known: [SANDBOX, SPEND_LIMIT],
      raised: [SPEND_LIMIT],
      gone: [],
    });
  });

  it('keeps the latest facts of a warning without raising it again', () => {
    const report = { verdict: 'ready', warnings: [balanceOf(3)] } as const;
    expect(warningsAfter([balanceOf(5)], report)).toEqual({ known: [balanceOf(3)], raised: [], gone: [] });
  });

  it('takes back what a ready account no longer shows', () => {
    const report = { verdict: 'ready', warnings: [] } as const;
    expect(warningsAfter([SANDBOX], report)).toEqual({ known: [], raised: [], gone: [SANDBOX] });
  });

  it.each(['down', 'inconclusive'] as const)('takes nothing back when the verdict is %s', (verdict) => {
    const report = { verdict, warnings: [SPEND_LIMIT] };
    expect(warningsAfter([SANDBOX], report)).toEqual({
      known: [SANDBOX, SPEND_LIMIT],
      raised: [SPEND_LIMIT],
      gone: [],
    });
  });
});
