import { describe, expect, it } from 'vitest';
import { ShareWindow } from './share-window.js';

const after = (...answers: readonly boolean[]) => {
  const window = new ShareWindow();
  for (const answer of answers) window.add(answer);
  return window.share;
};
const times = (count: number, answer: boolean) => Array.from({ length: count }, () => answer);

describe('ShareWindow', () => {
  it('says nothing before 16 answers', () => {
    expect(after(...times(15, true))).toBeUndefined();
    expect(after(...times(15, true), false)).toBe(15 / 16);
  });

  it('forgets all but the last 64', () => {
    expect(after(...times(64, false), ...times(16, true))).toBe(0.25);
    expect(after(...times(64, true), ...times(64, false))).toBe(0);
    expect(after(...times(100, false), ...times(64, true))).toBe(1);
  });
});
