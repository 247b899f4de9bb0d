import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Chores } from './chores.js';

const log = { error: vi.fn(), log: vi.fn(), warn: vi.fn() };
let chores: Chores;

beforeEach(() => {
  Logger.overrideLogger(log);
  log.error.mockClear();
  chores = new Chores();
});

afterEach(() => chores.onModuleDestroy());

const chore = { name: 'Sweep', everyMs: 1, failure: 'could not sweep' };
/** A run that can be waited for, each time anew. */
const runs = () => {
  const waiting: (() => void)[] = [];
  const run = vi.fn(async () => waiting.shift()?.());
  return { run, next: () => new Promise<void>((resolve) => waiting.push(resolve)) };
};

describe('Chores', () => {
  it('does a chore at once, and again and again', async () => {
    const { run, next } = runs();
    const [first, second, third] = [next(), next(), next()];
    await chores.begin({ ...chore, run });
    await first;
    await second;
    await third;
    expect(run.mock.calls.length).toBeGreaterThanOrEqual(3);
  });

  it('logs what failed under its name, and does it again', async () => {
    const broken = new Error('broken');
    const { run, next } = runs();
    const again = next();
    run.mockRejectedValueOnce(broken);
    await chores.begin({ ...chore, run });
    await again;
    expect(log.error).toHaveBeenCalledExactlyOnceWith(
      { err: broken, msg: 'could not sweep' },
      undefined,
      'Sweep',
    );
  });

  it('never does the same chore twice at once', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = vi.fn(() => promise);
    const { run, next } = runs();
    const others = [next(), next(), next()];
    void chores.begin({ ...chore, run: first });
    void chores.begin({ ...chore, run });
    await Promise.all(others);
    expect(first).toHaveBeenCalledOnce();
    resolve();
  });

  it('ends with the application, which waits for what is under way and has it stop', async () => {
    const ended: string[] = [];
    const run = async (ending: AbortSignal) => {
      await new Promise<void>((resolve) => ending.addEventListener('abort', () => resolve()));
      ended.push('chore');
    };
    const first = chores.begin({ ...chore, run });
    chores.onModuleDestroy();
    await chores.beforeApplicationShutdown();
    ended.push('application');
    await first;
    expect(ended).toEqual(['chore', 'application']);
  });

  it('does nothing any more once it has ended', async () => {
    const { run } = runs();
    await chores.begin({ ...chore, everyMs: 3_600_000, run });
    chores.onModuleDestroy();
    await chores.beforeApplicationShutdown();
    expect(run).toHaveBeenCalledOnce();
  });
});
