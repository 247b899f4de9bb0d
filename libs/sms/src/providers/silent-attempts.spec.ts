import { beforeEach, describe, expect, it } from 'vitest';
import { SilentAttempts, UnansweredAttempt } from './silent-attempts.js';

let attempts: SilentAttempts;
let outpaced: string[];

beforeEach(() => {
  attempts = new SilentAttempts();
  outpaced = [];
});

const begin = (name: string, startedAt: number) => {
  const attempt = new UnansweredAttempt(startedAt, () => void outpaced.push(name));
  attempts.begin(attempt);
  return attempt;
};

describe('SilentAttempts', () => {
  it('outpace every other attempt that has waited as long, and none that began lately', () => {
    const first = begin('first', 0);
    begin('second', 0);
    begin('third', 5);
    begin('late', 6);
    attempts.outpaceRest(first, 10, 15);
    expect(outpaced).toEqual(['second', 'third']);
  });

  it('outpace no other where anything was answered since the outpaced one began', () => {
    const first = begin('first', 1);
    begin('second', 1);
    attempts.end(begin('answered', 1), 'answered', 1);
    attempts.outpaceRest(first, 10, 20);
    expect(outpaced).toEqual([]);
  });

  it('take an answer from before for no answer, nor a silence that ended', () => {
    attempts.end(begin('answered', 0), 'answered', 4);
    const first = begin('first', 5);
    begin('second', 5);
    attempts.end(begin('given up', 5), 'silent', 12);
    attempts.outpaceRest(first, 10, 20);
    expect(outpaced).toEqual(['second']);
  });
});
