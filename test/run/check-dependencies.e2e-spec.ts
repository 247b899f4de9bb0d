import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, readPage } from '../docs/page.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standby-audit-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the audit leaves with where the registry says that of what the project depends on. */
async function auditGiven(report: object, AUDIT = ''): Promise<number | null> {
  const npm = join(folder, 'npm');
  await writeFile(npm, `#!/bin/sh\necho '${JSON.stringify(report)}'\n`);
  await chmod(npm, 0o700);
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}`, AUDIT };
  return spawnSync(process.execPath, [join(ROOT, 'tools', 'check-dependencies.ts')], { env }).status;
}

describe('npm run check:dependencies', () => {
  it.each([
    ['low', 0],
    ['moderate', 0],
    ['high', 1],
    ['critical', 1],
  ])('leaves, where a package has a weakness of %s severity, with %i', async (severity, code) => {
    expect(await auditGiven({ vulnerabilities: { 'some-package': { severity } } })).toBe(code);
  });

  it('leaves with 0 where the registry has no advisories, unless they are required', async () => {
    expect(await auditGiven({ message: 'no such page' })).toBe(0);
    expect(await auditGiven({ message: 'no such page' }, 'required')).toBe(1);
  });

  it('is a step of CI, after an install by the lockfile', () => {
    expect(readPage('.ci/run')).toMatch(/^npm ci$[\s\S]*^npm run --silent check:dependencies$/m);
  });
});
