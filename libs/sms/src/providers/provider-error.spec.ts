import { describe, expect, it } from 'vitest';
import {
  circuitOpen,
  type FailureKind,
  HANDLING,
  type Handling,
  handlingOf,
  isNotBegun,
  ProviderError,
} from './provider-error.js';

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

describe('ProviderError', () => {
  it('says who failed, how, and by what name', () => {
    const failure = { kind: 'throttled', provider: 'twilio', code: '20429' } as const;
    const error = new ProviderError({ ...failure, httpStatus: 429, retryAfterMs: 2000 });
    expect(error).toMatchObject({ ...failure, httpStatus: 429, retryAfterMs: 2000, name: 'ProviderError' });
    expect(error.message).toBe('twilio did not accept the message: throttled (20429).');
    expect(error.cause).toBeUndefined();
  });

  it('leaves out what is not known', () => {
    const error = new ProviderError({ kind: 'unavailable', provider: 'aws-sns', code: 'ECONNREFUSED' });
    expect(Object.keys(error).toSorted()).toEqual(['code', 'kind', 'name', 'provider']);
  });
});

const failure = (kind: FailureKind, code: string) => new ProviderError({ kind, provider: 'twilio', code });

describe('isNotBegun', () => {
  it('tells what a guard refused, or was given up before anything was written', () => {
    expect(isNotBegun(circuitOpen('twilio'))).toBe(true);
    expect(isNotBegun(failure('overloaded', 'too-many-waiting'))).toBe(true);
    expect(isNotBegun(failure('unavailable', 'ABORTED'))).toBe(true);
  });

  it('tells nothing of the kind of what a provider was asked', () => {
    expect(isNotBegun(failure('unavailable', 'ECONNREFUSED'))).toBe(false);
    expect(isNotBegun(failure('ambiguous', 'ABORTED'))).toBe(false);
  });
});
