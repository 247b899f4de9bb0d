import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePorts } from '../support/free-ports.js';
import { watchOutput } from '../support/watch-output.js';

const DIST = join(import.meta.dirname, '..', '..', 'apps', 'auth', 'dist');
const SIGNAL = pathToFileURL(join(import.meta.dirname, 'signal-at-load.ts')).href;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standby-signals-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Starts the API, which gets a SIGTERM as soon as it loads a module that `at` matches; resolves once it has ended. */
async function endedBySignalAt(at: string, changed: Readonly<Record<string, string>> = {}) {
  const variables = {
    NODE_ENV: 'test',
    SIGNAL_AT: at,
    AUTH_SECRET: 'c2VjcmV0LWZvci10ZXN0cy1vbmx5LTQ3MTE5MjU2Mzg',
    DATABASE_URL: `sqlite:${join(folder, 'standby.sqlite')}`,
    PORT: (await freePorts(1)).join(),
    // No wait: nobody was told that it is ready.
    SHUTDOWN_GRACE_MS: '60000',
    ...changed,
  };
  const child = spawn(process.execPath, ['--import', SIGNAL, join(DIST, 'main.js')], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'info', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  watchOutput(child, variables);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const [code, signal] = await once(child, 'close');
  return { code, signal, output };
}

const AT_ITS_OWN_WISH = { code: 0, signal: null, output: expect.not.stringContaining('listens on') };

describe('a SIGTERM before the API listens', () => {
  it('ends it with 0 while its first package is loaded, with nothing opened', async () => {
    expect(await endedBySignalAt('/node_modules/')).toEqual(AT_ITS_OWN_WISH);
    expect(await readdir(folder)).toEqual([]);
  });

  it('ends it with 0 while the application is made, once what was opened is closed', async () => {
    const ended = await endedBySignalAt('/node_modules/twilio/', {
      SMS_PROVIDER: 'twilio',
      TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000000',
      TWILIO_AUTH_TOKEN: 'token-of-the-tests-3f1c',
      TWILIO_FROM_NUMBER: '+15005550006',
    });
    expect(ended).toEqual(AT_ITS_OWN_WISH);
    // SQLite takes its two other files away when it is closed.
    expect(await readdir(folder)).toEqual(['standby.sqlite']);
  });

  it('ends it with 0 where it could not have started, and says why', async () => {
    const [port] = await freePorts(1);
    const DATABASE_URL = `postgres://standby@127.0.0.1:${port}/standby`;
    const ended = await endedBySignalAt('/node_modules/pg/', { DATABASE_URL });
    expect(ended).toEqual(AT_ITS_OWN_WISH);
    expect(ended.output).toContain('ECONNREFUSED');
  });

  it('is handed over to whoever listens for it next', async () => {
    const script = `
      const { BootSignals } = await import(${JSON.stringify(pathToFileURL(join(DIST, 'boot-signals.js')).href)});
      const signals = new BootSignals();
      process.kill(process.pid, 'SIGTERM');
      if (!(await signals.haveCome())) process.exit(2);
      process.once('SIGTERM', () => process.exit(7));
      signals.handOver();
      process.stdin.resume();`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    expect(await once(child, 'exit')).toEqual([7, null]);
  });
});
