import { describe, expect, it } from 'vitest';
import { noChanceRun } from './no-chance-run.js';

describe('noChanceRun', () => {
  it.each([
    [20, 11],
    [700, 17],
    [600_000, 26],
  ])('is, among %i calls, %i failures', (calls, run) => {
    expect(noChanceRun(calls)).toBe(run);
  });
});
