import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../docs/page.js';

const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');

it.each([
  ['pass', 0],
  ['fail', 1],
])('a test run with PostgreSQL whose test is to %s ends with %i', async (wish, code) => {
  const config = 'test/database/fixtures/passes-or-fails.config.ts';
  const env = { PATH: process.env.PATH, WISH: wish };
  const run = spawn(process.execPath, [VITEST, 'run', '--config', config], {
    cwd: ROOT,
    env,
    stdio: 'ignore',
  });
  expect(await once(run, 'exit')).toEqual([code, null]);
});
