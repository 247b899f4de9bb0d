import { describe, expect, it } from 'vitest';
import { type FailureKind, HANDLING, type Handling, handlingOf } from './handling.js';

const rows: [string, Handling][] = Object.entries(HANDLING);
const rowsWhere = (holds: (handling: Handling) => boolean) =>
  rows.filter(([, handling]) => holds(handling)).map(([kind]) => kind);

describe('HANDLING', () => {
  it('never asks the same provider again for a text that may be out', () => {
    expect(rowsWhere(({ maybeSent, sameProvider }) => maybeSent && sameProvider !== 'never')).toEqual([]);
  });

  it('leaves to the purpose exactly what may have been sent', () => {
    expect(rowsWhere(({ nextProvider }) => nextProvider === 'by-purpose')).toEqual(['ambiguous']);
    expect(rowsWhere(({ maybeSent }) => maybeSent)).toEqual(['ambiguous']);
  });

  it('tries nobody else once the recipient, the law or the request says no', () => {
    expect(rowsWhere(({ nextProvider }) => nextProvider === 'never')).toEqual([
      'invalid-recipient',
      'opted-out',
      'fraud-blocked',
      'invalid-request',
    ]);
  });

  it('asks the same provider again only where another may be asked first', () => {
    expect(
      rowsWhere(({ sameProvider, nextProvider }) => sameProvider !== 'never' && nextProvider !== 'yes'),
    ).toEqual([]);
  });

  it('blames no provider for what is the fault of the message, or of our own haste', () => {
    expect(rowsWhere(({ breaker }) => breaker === 'ignored')).toEqual([
      ...rowsWhere(({ nextProvider }) => nextProvider === 'never'),
      'overloaded',
    ]);
  });

  it('calls a human for what only a human can mend', () => {
    expect(rowsWhere(({ alert }) => alert)).toEqual(['invalid-request', 'misconfigured']);
  });
});

describe('handlingOf', () => {
  it('looks up the row of a kind', () => {
    const kind: FailureKind = 'throttled';
    expect(handlingOf(kind)).toBe(HANDLING.throttled);
  });
});
