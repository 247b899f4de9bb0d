import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { codeBlocksOf, ROOT, readPage } from './page.js';

const run = promisify(execFile);

const QUOTES = [
  { page: 'README.md', example: 'examples/01-send-one.ts' },
  { page: 'docs/errors.md', example: 'examples/05-read-a-failure.ts' },
  { page: 'docs/adding-a-provider.md', example: 'examples/04-a-provider-of-your-own.ts' },
  { page: 'docs/sessions.md', example: 'examples/06-signed-in-elsewhere.ts' },
];
const OUTPUTS: Readonly<Record<string, RegExp>> = {
  'examples/01-send-one.ts': /^accepted by twilio/,
  'examples/02-failover.ts': /^twilio ambiguous 20503\naws-sns accepted/,
  'examples/03-swap-a-provider-in-a-test.ts': /Your order is here/,
  'examples/04-a-provider-of-your-own.ts': /accepted by console/,
  'examples/05-read-a-failure.ts': /^ambiguous and may have been sent\n/,
  'examples/06-signed-in-elsewhere.ts': /^401 Bearer\n200 orders of [\da-f-]{36}\n$/,
};
/** Node runs TypeScript as it stands, but for decorators. */
const COMPILED: Readonly<Record<string, string>> = {
  'examples/06-signed-in-elsewhere.ts': 'examples/dist/06-signed-in-elsewhere.js',
};

/** What stands between the region marks of a file. */
function regionOf(source: string): string | undefined {
  return /\/\/ #region [\w-]+\n([\s\S]*?)\/\/ #endregion/.exec(source)?.[1];
}

describe('the examples', () => {
  it('are all known to this test', () => {
    expect(globSync('examples/*.ts', { cwd: ROOT }).toSorted()).toEqual(Object.keys(OUTPUTS));
  });

  it.each(Object.entries(OUTPUTS))('%s runs and prints its result', async (example, output) => {
    const { stdout } = await run(process.execPath, [COMPILED[example] ?? example], { cwd: ROOT });
    expect(stdout).toMatch(output);
  });

  it.each(QUOTES)('$example is quoted by $page as it stands', ({ page, example }) => {
    expect(codeBlocksOf(readPage(page), 'ts')).toContain(regionOf(readPage(example)));
  });
});
