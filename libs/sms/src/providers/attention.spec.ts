import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import { Attention, type AttentionNeed } from './attention.js';
import { type FailureKind, HANDLING } from './handling.js';

const refused = { provider: 'twilio', kind: 'misconfigured', code: '20003' } as const;

let clock: ManualClock;
let called: AttentionNeed[];
let attention: Attention;

beforeEach(() => {
  clock = new ManualClock();
  called = [];
  attention = new Attention(clock, (need) => called.push(need));
});

describe('Attention', () => {
  it('is called for where the row of the kind says so', () => {
    const kinds = Object.keys(HANDLING).filter((kind): kind is FailureKind => kind in HANDLING);
    for (const kind of kinds) attention.callFor({ provider: 'twilio', kind, code: 'X1' }, 'm1');
    expect(called.map(({ kind }) => kind)).toEqual(['invalid-request', 'misconfigured']);
  });

  it('is told what failed, and of which message, and nothing else', () => {
    attention.callFor({ ...refused, httpStatus: 401, retryAfterMs: 5 }, 'm1');
    expect(called).toEqual([{ ...refused, messageId: 'm1' }]);
  });

  it('is called for once a minute for the same failure of a provider', () => {
    attention.callFor(refused, 'm1');
    clock.advance(59_999);
    attention.callFor(refused, 'm2');
    clock.advance(1);
    attention.callFor(refused, 'm3');
    expect(called.map(({ messageId }) => messageId)).toEqual(['m1', 'm3']);
  });

  it('is called for at once for another code, another kind and another provider', () => {
    attention.callFor(refused, 'm1');
    attention.callFor({ ...refused, code: '20005' }, 'm2');
    attention.callFor({ ...refused, kind: 'invalid-request' }, 'm3');
    attention.callFor({ ...refused, provider: 'own' }, 'm4');
    expect(called).toHaveLength(4);
  });

  it('remembers a bounded number of failures', () => {
    for (let code = 0; code < 1000; code += 1) attention.callFor({ ...refused, code: String(code) }, 'm1');
    attention.callFor({ ...refused, code: '0' }, 'm2');
    expect(called).toHaveLength(1001);
  });
});
