import { timingSafeEqual } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { KeyedDigests } from './keyed-digests.js';

vi.mock('node:crypto', { spy: true });

const DIGESTS = new KeyedDigests({ name: 'key', key: Buffer.alloc(32, 7) });

describe('KeyedDigests', () => {
  beforeEach(() => {
    vi.mocked(timingSafeEqual).mockClear();
  });

  // What takes as long whatever it is given cannot be told from the outside, without a clock that nobody else disturbs.
  it.each([
    ['a right text', '012345'],
    ['a wrong one', '012346'],
    ['one that is wrong from the first character on', 'x'],
  ])('compares the digest of %s in constant time, whole', (_name, text) => {
    const digest = DIGESTS.of('012345');
    expect(DIGESTS.isOf(digest, text)).toBe(text === '012345');
    expect(vi.mocked(timingSafeEqual).mock.calls).toEqual([
      [Buffer.from(digest), Buffer.from(DIGESTS.of(text))],
    ]);
  });
});
