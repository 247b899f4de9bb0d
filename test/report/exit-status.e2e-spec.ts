import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../docs/page.js';

const REPORTER = pathToFileURL(join(ROOT, 'tools', 'summary-reporter.ts'));

/** Ends a run in which tests ended like this, and then the process as if all were well. */
function endedWith(...states: readonly string[]): Promise<{ status: number; lastLine: string | undefined }> {
  const program = `
    import Reporter from ${JSON.stringify(REPORTER.href)};
    const tests = ${JSON.stringify(states)}.map((state) => ({ result: () => ({ state }) }));
    new Reporter().onTestRunEnd([{ errors: () => [], children: { allTests: () => tests } }], []);
    process.exit(0);
  `;
  const flags = ['--no-warnings', '--input-type=module', '--eval', program];
  return new Promise((resolve) => {
    execFile(process.execPath, flags, (error, stdout) => {
      const status = typeof error?.code === 'number' ? error.code : 0;
      resolve({ status, lastLine: stdout.trim().split('\n').at(-1) });
    });
  });
}

describe('the end of a test run', () => {
  it('leaves with 1 when a test failed, whatever else ends the process', async () => {
    expect(await endedWith('passed', 'failed')).toEqual({ status: 1, lastLine: '1 passed, 1 failed' });
  });

  it('leaves with 0 when none did', async () => {
    expect(await endedWith('passed', 'skipped')).toEqual({
      status: 0,
      lastLine: '1 passed, 0 failed, 1 skipped',
    });
  });
});
