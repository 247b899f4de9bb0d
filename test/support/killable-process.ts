import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { watchOutput } from './watch-output.js';

const ROOT = join(import.meta.dirname, '..', '..');

/** From the kill to the moment the next process says that it listens; ms of `performance.now()`. */
export interface Outage {
  readonly from: number;
  readonly until: number;
}

/** One built application as a process that dies without a word and comes back with the same environment. */
export class KillableProcess {
  readonly outages: Outage[] = [];
  #up: Promise<void> = Promise.resolve();
  #child: ChildProcess | undefined;
  #output = '';

  constructor(
    private readonly app: 'auth' | 'testbed',
    private readonly variables: Readonly<Record<string, string>>,
    private readonly ready: RegExp,
  ) {}

  /** Everything it has written, under all its process ids. */
  get output(): string {
    return this.#output;
  }

  /** Its process id; `undefined` while it is down. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves once it listens, or listens again. */
  get up(): Promise<void> {
    return this.#up;
  }

  /** Resolves once it says that it listens. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [join(ROOT, 'apps', this.app, 'dist', 'main.js')], {
      env: { PATH: process.env.PATH, LOG_LEVEL: 'trace', ...this.variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    watchOutput(child, this.variables);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let greeting: string | undefined = '';
    const note = (chunk: Buffer) => {
      this.#output += chunk.toString();
      if (greeting === undefined) return;
      greeting += chunk.toString();
      if (!this.ready.test(greeting)) return;
      greeting = undefined;
      resolve();
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.once('exit', () => reject(new Error(`${this.app} ended before it listened:\n${greeting}`)));
    await promise;
  }

  /** `kill -9`: no signal handler runs, nothing is written any more. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** `kill -9` and another start on the same ports. */
  async killAndRestart(): Promise<void> {
    const from = performance.now();
    this.#up = this.kill().then(() => this.start());
    await this.#up;
    this.outages.push({ from, until: performance.now() });
  }

  /** Ends it as an operator would; resolves with its exit code once it has. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    await this.#end('SIGTERM');
    return child?.exitCode ?? null;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'close');
  }
}
