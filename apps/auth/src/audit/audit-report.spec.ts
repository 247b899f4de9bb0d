import { describe, expect, it } from 'vitest';
import type { AuditFinding } from './audit-chain.js';
import { parseAnchor, reportLines } from './audit-report.js';

const HASH = 'A'.repeat(43);
const AT = Date.parse('2026-11-26T12:00:00Z');
const report = (findings: readonly AuditFinding[] = []) => ({
  records: 3,
  head: { seq: 5, hash: HASH, at: AT },
  since: AT - 1_000,
  findings,
});

describe('parseAnchor', () => {
  it('reads what the log of the process says', () => {
    expect(parseAnchor(`5:${HASH}`)).toEqual({ seq: 5, hash: HASH });
  });

  it.each(['', '5', `5:${HASH}x`, `x:${HASH}`, `5:${HASH.slice(1)} `])('refuses %j', (text) => {
    expect(() => parseAnchor(text)).toThrow('<seq>:<hash>');
  });
});

describe('reportLines', () => {
  it('says that the log is whole, and how it could be recognised', () => {
    expect(reportLines(report())).toEqual([
      `3 records, from 2026-11-26T11:59:59.000Z to 2026-11-26T12:00:00.000Z; the last is 5:${HASH}`,
      'Nothing was changed, removed, added or moved.',
    ]);
    expect(reportLines({ records: 0, head: undefined, since: undefined, findings: [] })[0]).toContain(
      'empty',
    );
  });

  it.each<[AuditFinding, string]>([
    [{ finding: 'missing', from: 1, to: 1 }, 'record 1 is missing'],
    [{ finding: 'missing', from: 1, to: 3 }, 'records 1 to 3 are missing'],
    [{ finding: 'altered', seq: 2 }, 'record 2 was changed'],
    [{ finding: 'surplus', seq: 9 }, 'record 9 was added'],
    [{ finding: 'head-differs' }, 'the newest record'],
    [{ finding: 'anchor-differs', seq: 4 }, 'record 4 is another one'],
    [{ finding: 'seal-broken' }, 'without the key'],
    [{ finding: 'seal-unknown', key: '0a1b2c3d' }, 'key 0a1b2c3d'],
    [{ finding: 'unproven', to: 7 }, 'up to record 7 nothing is proven'],
  ])('puts %j into words', (finding, words) => {
    const [, verdict, line] = reportLines(report([finding]));
    expect(verdict).toBe('It does not hold:');
    expect(line).toContain(words);
  });

  it('does not print a log that was changed throughout', () => {
    const findings = Array.from({ length: 60 }, (_, seq) => ({ finding: 'altered', seq }) as const);
    expect(reportLines(report(findings))).toHaveLength(53);
    expect(reportLines(report(findings)).at(-1)).toContain('10 more');
  });
});
