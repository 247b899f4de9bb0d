import { describe, expect, it } from 'vitest';
import type { FailureKind } from '../handling.js';
import { kindOfMessageError, kindOfRefusal, twilioCodeOf } from './twilio.errors.js';

/** @see https://www.twilio.com/docs/api/errors */
const CODES: readonly (readonly [FailureKind, readonly number[]])[] = [
  ['invalid-recipient', [21211, 21214, 21217, 21614, 30005, 30006]],
  ['opted-out', [21610, 30004]],
  ['fraud-blocked', [30450, 30453, 60410]],
  ['invalid-request', [14107, 20422, 21266, 21602, 21604, 21617, 21618, 21624, 21654]],
  ['invalid-request', [30010, 30012, 30013, 30014, 30019, 21653, 21658, 90007]],
  ['route-refused', [21212, 21408, 21601, 21606, 21612, 21657, 21703, 21709]],
  ['route-refused', [30003, 30007, 30018, 30024, 30032, 30033, 30034, 30035]],
  ['misconfigured', [10001, 10002, 20003, 20005, 20006, 20008, 20404, 21608, 21701, 21702]],
  ['misconfigured', [21603, 21609, 21704, 21705, 30002, 90010]],
  ['throttled', [20429, 21611, 30001, 30022, 30023, 30027, 63038]],
  ['unavailable', [30017, 30020, 30021, 30036]],
  ['ambiguous', [20500, 20503, 21619, 30008, 30410]],
];
const rows = CODES.flatMap(([kind, codes]) => codes.map((code) => ({ kind, code })));

describe('the codes of Twilio', () => {
  it.each(rows)('$code is $kind, whatever status it comes with, and in a receipt too', ({ kind, code }) => {
    expect(kindOfRefusal(400, code)).toBe(kind);
    expect(kindOfRefusal(503, code)).toBe(kind);
    expect(kindOfMessageError(code)).toBe(kind);
  });
});

describe('kindOfRefusal', () => {
  it.each<[number, number | undefined, FailureKind]>([
    [400, 99999, 'route-refused'],
    [409, 99999, 'route-refused'],
    [401, 99999, 'misconfigured'],
    [403, 99999, 'misconfigured'],
    [404, 99999, 'misconfigured'],
    [408, 99999, 'route-refused'],
    [429, 99999, 'throttled'],
    [500, 99999, 'ambiguous'],
    [503, 99999, 'ambiguous'],
    [400, undefined, 'misconfigured'],
    [408, undefined, 'unavailable'],
    [421, undefined, 'misconfigured'],
    [425, undefined, 'unavailable'],
    [407, undefined, 'misconfigured'],
    [302, undefined, 'misconfigured'],
    [429, undefined, 'throttled'],
    [502, undefined, 'ambiguous'],
  ])('makes of status %d with the unknown code %s %s', (status, code, kind) => {
    expect(kindOfRefusal(status, code)).toBe(kind);
  });
});

describe('kindOfMessageError', () => {
  it.each([99999, undefined])('leaves open what became of a message for the code %s', (code) => {
    expect(kindOfMessageError(code)).toBe('ambiguous');
  });
});

describe('twilioCodeOf', () => {
  it.each([21610, '21610'])('reads the code %j of an error of the SDK as its number', (code) => {
    expect(twilioCodeOf(Object.assign(new Error('x'), { code }))).toBe(21610);
  });

  it.each(['', ' 21610', '0x1', '1e3', 'ECONNRESET', '2'.repeat(30), null, undefined])(
    'takes %j for none',
    (code) => {
      expect(twilioCodeOf(Object.assign(new Error('x'), { code }))).toBeUndefined();
    },
  );
});
