import { freePorts } from '../support/free-ports.js';
import { KillableProcess } from '../support/killable-process.js';
import { type Answer, SignInClient } from '../support/sign-in-client.js';

/** Several processes of the built sign-in API on one database; whoever asks is sent to each in turn. */
export class Fleet {
  #asked = 0;

  private constructor(
    private readonly processes: readonly KillableProcess[],
    private readonly origins: readonly string[],
  ) {}

  static async start(size: number, variables: Readonly<Record<string, string>>): Promise<Fleet> {
    const ports = await freePorts(size);
    const processes = ports.map(
      (PORT) =>
        new KillableProcess(
          'auth',
          {
            NODE_ENV: 'test',
            AUTH_SECRET: 'c2VjcmV0LWZvci10ZXN0cy1vbmx5LTQ3MTE5MjU2Mzg',
            TRUSTED_PROXIES: '1',
            PORT,
            ...variables,
          },
          /listens on/,
        ),
    );
    await Promise.all(processes.map((process) => process.start()));
    return new Fleet(
      processes,
      ports.map((port) => `http://127.0.0.1:${port}`),
    );
  }

  /** Everything the processes wrote. */
  get output(): string {
    return this.processes.map(({ output }) => output).join('');
  }

  /** Asks for a code, on behalf of a client behind a proxy. */
  ask(phoneNumber: string, from: string): Promise<Answer> {
    return this.#next(from).ask(phoneNumber);
  }

  verify(challengeId: unknown, code: string, from: string): Promise<Answer> {
    return this.#next(from).verify(challengeId, code);
  }

  /** How many messages all of them handed to their mock of a provider. */
  async messages(): Promise<number> {
    const counts = this.origins.map(async (origin) => {
      const sent: unknown = await (await fetch(`${origin}/dev/outbox`)).json();
      return Array.isArray(sent) ? sent.length : 0;
    });
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
  }

  #next(from: string): SignInClient {
    const origin = this.origins[this.#asked % this.origins.length] ?? '';
    this.#asked += 1;
    return new SignInClient(origin, { 'x-forwarded-for': from });
  }
}
