import { describe, expect, it } from 'vitest';
import { TransportFailure } from './http-exchange.js';
import { errorOfTransport, isOfType, retryAfterMsOf } from './provider-answer.js';

const answer = (headers: Record<string, string>) => ({ status: 429, headers, body: '' });
const NOW = Date.parse('2026-11-23T10:00:00Z');

describe('retryAfterMsOf', () => {
  it.each([
    ['0', 0],
    ['2', 2000],
    ['1.5', 1500],
    ['86400', 3_600_000],
    ['Mon, 23 Nov 2026 10:00:05 GMT', 5000],
    ['Mon, 23 Nov 2026 09:59:59 GMT', undefined],
    ['Tue, 24 Nov 2026 10:00:00 GMT', 3_600_000],
    ['-5', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('makes of %j %j', (value, ms) => {
    expect(retryAfterMsOf(answer({ 'retry-after': value }), NOW)).toBe(ms);
  });

  it('has nothing without the header', () => {
    expect(retryAfterMsOf(answer({}), NOW)).toBeUndefined();
  });
});

describe('isOfType', () => {
  it.each([
    ['application/json', true],
    ['Application/JSON; charset=utf-8', true],
    ['text/json ;charset=utf-8', true],
    ['application/json, text/html', true],
    ['text/html', false],
    ['application/json-seq', false],
    ['', false],
  ])('compares the media type of %j alone', (type, expected) => {
    expect(isOfType(answer({ 'content-type': type }), 'application/json', 'text/json')).toBe(expected);
  });

  it('knows no type without the header', () => {
    expect(isOfType(answer({}), 'application/json')).toBe(false);
  });
});

describe('errorOfTransport', () => {
  const partial = { status: 201, headers: {}, body: '{"si' };

  it.each([
    [{ name: 'connecting' } as const, { kind: 'unavailable', httpStatus: undefined }],
    [{ name: 'written' } as const, { kind: 'ambiguous', httpStatus: undefined }],
    [{ name: 'answering', partial } as const, { kind: 'ambiguous', httpStatus: 201 }],
  ])('says of a failure while $name what may have been sent', (phase, expected) => {
    const error = errorOfTransport('twilio', new TransportFailure(phase, 'X1'));
    expect(error).toMatchObject({ provider: 'twilio', code: 'X1', kind: expected.kind });
    expect(error.httpStatus).toBe(expected.httpStatus);
  });
});
