import { describe, expect, it } from 'vitest';
import { outcomeIn, watchColumnOf, watchIn } from './stored-watch.js';

describe('the column of a watch', () => {
  it('is empty where there is none', () => {
    expect(watchColumnOf({ state: 'off' })).toBeNull();
    expect(watchIn(null)).toEqual({ state: 'off' });
  });

  it.each(['{}', 'no JSON', '{"state":"resending"}', '{"state":"of tomorrow"}'])(
    'is spent where this release does not know it: %s',
    (column) => {
      expect(watchIn(column)).toEqual({ state: 'spent', why: 'lost' });
    },
  );
});

describe('the column of an outcome', () => {
  it.each([null, 'no JSON', '{"outcome":"verified"}', '{"outcome":"of tomorrow","at":1}'])(
    'is none where this release does not know it: %s',
    (column) => {
      expect(outcomeIn(column)).toBeUndefined();
    },
  );

  it('is told to nobody where it is not known whether it was', () => {
    expect(outcomeIn('{"outcome":"expired","at":1,"report":{"state":"odd"}}')).toEqual({
      outcome: 'expired',
      at: 1,
      report: { state: 'none' },
    });
  });
});
