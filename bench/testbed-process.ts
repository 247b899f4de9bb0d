import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Counts, FaultOrder, ProviderName, TakenMessage } from '@standby/testbed';

const MAIN = join(import.meta.dirname, '..', 'apps', 'testbed', 'dist', 'main.js');

/** The most the testbed lists at a time. */
const MOST_LISTED = 1000;

/** A testbed in a process of its own, so that it does not share the measured one's core. */
export class TestbedProcess {
  readonly twilioUrl: string;
  readonly snsUrl: string;
  readonly #url: string;
  readonly #child: ChildProcess;

  constructor(child: ChildProcess, greeting: string) {
    const [url = '', twilioUrl = '', snsUrl = ''] = ['Everything', 'Twilio', 'AWS SNS'].map(
      (name) => new RegExp(`^${name} +(http\\S+)$`, 'm').exec(greeting)?.[1],
    );
    this.#child = child;
    this.#url = url;
    this.twilioUrl = twilioUrl;
    this.snsUrl = snsUrl;
  }

  async setFault(provider: ProviderName, order: FaultOrder): Promise<void> {
    await this.#ask('PUT', `/faults/${provider}`, JSON.stringify(order));
  }

  async clearFaults(): Promise<void> {
    await this.#ask('DELETE', '/faults');
  }

  /** Forgets messages and counts; faults stay. */
  async forget(): Promise<void> {
    await this.#ask('DELETE', '/messages');
    await this.#ask('DELETE', '/requests');
  }

  async requests(provider: ProviderName): Promise<Counts> {
    return JSON.parse(await this.#ask('GET', `/requests?provider=${provider}`));
  }

  /** The last {@link MOST_LISTED} messages taken since {@link forget} that their recipients get. */
  async messages(): Promise<readonly TakenMessage[]> {
    const taken: readonly TakenMessage[] = JSON.parse(
      await this.#ask('GET', `/messages?limit=${MOST_LISTED}`),
    );
    return taken.filter(({ status }) => status !== 'failed');
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await once(this.#child, 'exit');
  }

  async #ask(method: string, path: string, body?: string): Promise<string> {
    const answer = await fetch(`${this.#url}/_testbed${path}`, { method, ...(body && { body }) });
    if (!answer.ok) throw new Error(`The testbed answered ${answer.status} to ${method} ${path}.`);
    return answer.text();
  }
}

/** Starts a testbed on free ports. */
export async function startTestbedProcess(): Promise<TestbedProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, TESTBED_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let greeting = '';
  for await (const chunk of child.stdout) {
    greeting += String(chunk);
    if (/^AWS SNS .*\n/m.test(greeting)) return new TestbedProcess(child, greeting);
  }
  throw new Error('The testbed did not start.');
}
