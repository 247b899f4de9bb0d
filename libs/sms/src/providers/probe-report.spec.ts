import { describe, expect, it } from 'vitest';
import { combined, type ProbeReport, plain, verdictOfFailure } from './probe-report.js';

const SANDBOX: ProbeReport = { verdict: 'ready', warnings: [{ kind: 'sandbox' }] };

describe('combined', () => {
  it.each([
    [['ready', 'ready'], 'ready'],
    [['ready', 'inconclusive'], 'inconclusive'],
    [['inconclusive', 'down', 'ready'], 'down'],
  ] as const)('makes of %j the verdict %s', (verdicts, verdict) => {
    expect(combined(verdicts.map((each) => plain(each))).verdict).toBe(verdict);
  });

  it('keeps every kind of warning once', () => {
    const other: ProbeReport = { verdict: 'down', warnings: [{ kind: 'bad-credentials' }] };
    expect(combined([SANDBOX, other, SANDBOX]).warnings).toEqual([
      { kind: 'sandbox' },
      { kind: 'bad-credentials' },
    ]);
  });
});

describe('verdictOfFailure', () => {
  it.each([
    ['unavailable', 'down'],
    ['ambiguous', 'down'],
    ['throttled', 'inconclusive'],
    ['misconfigured', 'inconclusive'],
    ['invalid-request', 'inconclusive'],
  ] as const)('makes of %s the verdict %s', (kind, verdict) => {
    expect(verdictOfFailure(kind)).toBe(verdict);
  });
});
