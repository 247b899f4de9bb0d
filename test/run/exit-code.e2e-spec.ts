import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');

it('a run with a test that failed ends with 1, also where it started PostgreSQL', async () => {
  const config = join('test', 'run', 'fixtures', 'vitest.config.ts');
  const ended: unknown = await run(process.execPath, [VITEST, 'run', '--config', config], {
    cwd: ROOT,
  }).catch((error: unknown) => error);
  expect(ended).toMatchObject({ stdout: expect.stringMatching(/0 passed, 1 failed\n$/), code: 1 });
}, 90_000);
