import type { AuditAnchor, AuditFinding } from './audit-chain.js';
import type { AuditReport } from './audit-check.js';

/** Findings that are printed; a log that was changed throughout has one for each record. */
const MOST_FINDINGS = 50;

/**
 * Reads `<seq>:<hash>`, as the process's log tells where the audit log ends.
 *
 * @throws {TypeError} for anything else
 */
export function parseAnchor(text: string): AuditAnchor {
  const [, seq, hash] = /^(\d{1,15}):([\w-]{43})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) throw new TypeError('An anchor is <seq>:<hash>.');
  return { seq: Number(seq), hash };
}

/** A report for people to read. */
export function reportLines({ records, head, since, findings }: AuditReport): string[] {
  const found = findings.slice(0, MOST_FINDINGS).map((finding) => `  - ${wordsOf(finding)}`);
  if (findings.length > found.length) found.push(`  - … and ${findings.length - found.length} more`);
  return [
    head === undefined
      ? 'The audit log is empty.'
      : `${records} records, from ${timeOf(since)} to ${timeOf(head.at)}; the last is ${head.seq}:${head.hash}`,
    findings.length === 0 ? 'Nothing was changed, removed, added or moved.' : 'It does not hold:',
    ...found,
  ];
}

function wordsOf(finding: AuditFinding): string {
  switch (finding.finding) {
    case 'missing':
      return finding.from === finding.to
        ? `record ${finding.from} is missing`
        : `records ${finding.from} to ${finding.to} are missing`;
    case 'altered':
      return `record ${finding.seq} was changed, or something before it`;
    case 'surplus':
      return `record ${finding.seq} was added outside of the log`;
    case 'head-differs':
      return 'the newest record is another one than the log ended with';
    case 'anchor-differs':
      return `the log did not always end as it does: record ${finding.seq} is another one, or gone`;
    case 'seal-broken':
      return 'where the log begins and ends was changed without the key';
    case 'unproven':
      return `up to record ${finding.to} nothing is proven: the service found it changed, or under a seal it could not judge`;
    case 'seal-unknown':
      break;
  }
  return `the log is sealed under key ${finding.key}; without its secret in AUTH_FORMER_SECRETS nothing is proven`;
}

function timeOf(at = 0): string {
  return new Date(at).toISOString();
}
