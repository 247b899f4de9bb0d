import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { LogWatch } from './log-watch.js';

const SECRET = 'kU3v8ZqW0rTn5YbJ1xLhP7dGfS2mCeA9iOoQ4tRw6X';

function watched(write: (log: ReturnType<typeof pino>) => void): readonly string[] {
  const watch = new LogWatch();
  write(pino({ level: 'trace' }, watch));
  watch.plantVariables({ AUTH_SECRET: SECRET, DATABASE_URL: 'postgres://standby:pass-word-1@host/db' });
  watch.plant('a code', '482913');
  watch.plant('a number', '+447400123456');
  return watch.shown;
}

describe('LogWatch', () => {
  it('names what stands in a log, wherever it does, and never shows it', () => {
    expect(watched((log) => log.trace({ deep: [{ [SECRET]: 1 }] }))).toEqual(['AUTH_SECRET']);
    expect(watched((log) => log.info('connects to postgres://standby:pass-word-1@host'))).toEqual([
      'DATABASE_URL',
    ]);
    expect(watched((log) => log.error({ err: new Error('482913 is wrong') }))).toEqual(['a code']);
    expect(watched((log) => log.info({ to: '+447400123456' }))).toEqual(['a number']);
  });

  it('takes no number for a code, and no longer word for a shorter one', () => {
    expect(
      watched((log) => log.info({ durationMs: 482_913, id: 'a482913b', at: 1_790_000_482_913 })),
    ).toEqual([]);
  });

  it('reads lines that are no JSON', () => {
    const watch = new LogWatch();
    watch.plant('a code', '482913');
    watch.write('Error: 482913\n');
    expect(watch.shown).toEqual(['a code']);
  });
});
