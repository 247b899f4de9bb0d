import { describe, expect, it } from 'vitest';
import type { FailureKind } from './handling.js';
import { circuitOpen, isNotBegun, ProviderError } from './provider-error.js';

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
