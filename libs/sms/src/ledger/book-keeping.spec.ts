import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import { BookKeeping } from './book-keeping.js';

const silent = () => new Promise<void>(() => {});

let clock: ManualClock;
let books: BookKeeping;
/** What was said of writes that failed. */
let failures: string[];
/** What those that waited were told, and when. */
let told: string[];

beforeEach(() => {
  clock = new ManualClock();
  books = new BookKeeping(clock);
  failures = [];
  told = [];
});

const failed = (error: unknown) => failures.push(`${clock.elapsedMs()}: ${String(error)}`);
const write = (patienceMs: number, doing: () => Promise<void>) => {
  void books.write(patienceMs, doing, failed).then((state) => told.push(`${clock.elapsedMs()}: ${state}`));
};

describe('BookKeeping', () => {
  it('waits for what is written at once, however little time there is', async () => {
    write(0, async () => {});
    await clock.advanceAsync(0);
    expect(told).toEqual(['0: written']);
    expect(clock.pending).toBe(0);
  });

  it('tells of a write that fails, and leaves nothing behind', async () => {
    write(5000, () => Promise.reject(new Error('down')));
    await clock.advanceAsync(0);
    expect([told, failures]).toEqual([['0: unwritten'], ['0: Error: down']]);
    expect(clock.pending).toBe(0);
  });

  it('takes a silence of a second for a failure', async () => {
    write(5000, silent);
    await clock.advanceAsync(2000);
    expect([told, failures]).toEqual([['1000: unwritten'], ['1000: Error: Silent for 1000 ms.']]);
  });

  it('lets those go who have less time, and calls nothing a failure before its second is over', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    write(300, () => promise);
    await clock.advanceAsync(900);
    resolve();
    write(300, silent);
    await clock.advanceAsync(2000);
    expect(told).toEqual(['300: unwritten', '1200: unwritten']);
    expect(failures).toEqual(['1900: Error: Silent for 1000 ms.']);
  });

  it('is over when the last write is, or has been silent for its second', async () => {
    write(0, silent);
    let state = 'writing';
    void books.allEnded().then(() => {
      state = 'over';
    });
    await clock.advanceAsync(999);
    expect(state).toBe('writing');
    await clock.advanceAsync(1);
    expect(state).toBe('over');
  });
});
