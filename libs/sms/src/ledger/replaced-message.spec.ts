import { describe, expect, it } from 'vitest';
import { type FailureKind, HANDLING } from '../providers/handling.js';
import { recordOf } from '../testing/record-of.js';
import { refusalOf } from './replaced-message.js';

const KINDS = Object.keys(HANDLING).filter((kind): kind is FailureKind => kind in HANDLING);
const failedAs = (kind: FailureKind) =>
  recordOf({ attempts: [{ provider: 'first', status: 'failed', kind, code: 'odd', segments: 1 }] });

describe('what became of an earlier message', () => {
  it('keeps its text from everybody for the sake of its recipient alone', () => {
    expect(KINDS.filter((kind) => refusalOf([failedAs(kind)]) !== undefined)).toEqual([
      'invalid-recipient',
      'opted-out',
      'fraud-blocked',
    ]);
  });

  it('keeps it from everybody whatever became of those after it', () => {
    const refusal = refusalOf([failedAs('opted-out'), failedAs('invalid-request'), recordOf()]);
    expect(refusal).toMatchObject({ kind: 'opted-out', provider: 'first', code: 'odd' });
  });
});
