import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningAuth, startAuth, variablesFor } from '../support/running-auth.js';
import { codeBlocksOf, firstCellsOf, readPage, sectionOf } from './page.js';

const run = promisify(execFile);

/** Fields of a provider's entry that docs/operations.md explains. */
const HEALTH_FIELDS = firstCellsOf(sectionOf(readPage('docs/operations.md'), '## Health')).flatMap((cell) =>
  cell.split(', '),
);

describe('the walkthrough of README.md', () => {
  let testbed: Testbed;
  let auth: RunningAuth;

  beforeAll(async () => {
    testbed = await startTestbed();
    auth = await startAuth({ ...variablesFor(testbed), QUOTAS: 'enforce', PUMPING_GUARD: 'record' });
  });

  afterAll(async () => {
    await auth.close();
    await testbed.close();
  });

  it('signs in, fails over and tells so, as pasted into a shell', async () => {
    const [script = ''] = codeBlocksOf(readPage('README.md'), 'sh').filter((block) => block.includes('API='));
    const here = script
      .replace('http://127.0.0.1:3000', auth.url)
      .replace('http://127.0.0.1:4010', testbed.url);
    const { stdout } = await run('sh', ['-euc', here]);

    expect(stdout).toContain('"phoneNumber":"+447400123450"');
    expect(testbed.messages({ provider: 'aws-sns' }).map(({ to }) => to)).toHaveLength(5);
    expect(stdout).toMatch(/"status":"degraded".*"twilio":\{"breaker":"open"/);
    expect(testbed.faults('twilio')).toEqual([]);
    expect(HEALTH_FIELDS).toEqual(expect.arrayContaining(Object.keys(entryOfTwilio(stdout))));
  });
});

function entryOfTwilio(stdout: string): object {
  const line = stdout.split('\n').find((candidate) => candidate.startsWith('{"status":"degraded"')) ?? '';
  const health: { readonly details: { readonly twilio: object } } = JSON.parse(line);
  return health.details.twilio;
}
