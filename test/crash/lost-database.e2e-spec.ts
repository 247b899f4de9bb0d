import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DATABASE, type Database } from '@standby/database';
import { newPostgresDatabase, postgresForTests, type ScratchDatabase } from '@standby/database/testing';
import { MOCK_PROVIDER, MockProvider } from '@standby/sms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PostgresServer } from '../database/postgres-server.js';
import { authInProcess } from '../support/auth-in-process.js';
import { codeIn } from '../support/code-in.js';
import type { Answer } from '../support/sign-in-client.js';
import { SignInClient } from '../support/sign-in-client.js';

const POSTGRES = await postgresForTests();
/** More of them: `CRASHES=20 npm run test:e2e -- test/crash`. */
const CRASHES = Number(process.env.CRASHES ?? 3);
const PEOPLE = 16;
/** Sign-ins between two crashes, at least. */
const SPELL = 60;
/** Digits of the numbers that are asked for, behind a prefix that is a mobile one. */
const FIRST_NUMBER = 1_000_000;

/** A challenge that was accepted, with every answer to its code. */
interface Asked {
  readonly to: string;
  readonly challengeId: unknown;
  readonly verified: Answer[];
}

interface Instance {
  readonly app: NestFastifyApplication;
  readonly client: SignInClient;
  readonly mock: MockProvider;
}

describe.skipIf(POSTGRES.status === 'absent')('a database that is killed while people sign in', () => {
  const codes = new Map<string, string>();
  const asked: Asked[] = [];
  let server: PostgresServer;
  let scratch: ScratchDatabase;
  let instances: Instance[];

  const startInstance = async (): Promise<Instance> => {
    const mock = new MockProvider();
    const send = mock.send.bind(mock);
    mock.send = async (message, signal) => {
      codes.set(message.to.e164, codeIn(message.text));
      return send(message, signal);
    };
    const variables = {
      DATABASE_URL: scratch.url,
      AUTH_SECRET: 'kU3v8ZqW0rTn5YbJ1xLhP7dGfS2mCeA9iOoQ4tRw6X',
      // One address asks for all, and tries all.
      QUOTAS: 'off',
      PUMPING_GUARD: 'off',
    };
    const app = await authInProcess(variables, [MOCK_PROVIDER, mock]);
    await app.listen(0, '127.0.0.1');
    return { app, client: new SignInClient(await app.getUrl()), mock };
  };

  beforeAll(async () => {
    server = await PostgresServer.start();
    scratch = await newPostgresDatabase(server.url);
    instances = await Promise.all([startInstance(), startInstance()]);
  });

  afterAll(async () => {
    await Promise.all(instances.map(({ app }) => app.close()));
    await scratch.remove();
    await server.stop();
  });

  const clientAt = (turn: number): SignInClient => {
    const instance = instances[turn % instances.length];
    if (instance === undefined) throw new Error('The instances run.');
    return instance.client;
  };
  const verify = async (one: Asked, turn: number) => {
    one.verified.push(await clientAt(turn).verify(one.challengeId, codes.get(one.to) ?? ''));
  };
  let numbers = 0;
  let signedIn = 0;
  /** Signs in again and again, on one instance and the other, whatever is answered. */
  const person = async (isOver: () => boolean) => {
    for (let turn = 0; !isOver(); turn += 1) {
      const to = `+44740${FIRST_NUMBER + numbers}`;
      numbers += 1;
      const { status, body } = await clientAt(turn).ask(to);
      if (status !== 202) continue;
      const one = { to, challengeId: body.challengeId, verified: [] };
      asked.push(one);
      await verify(one, turn + 1);
      signedIn += 1;
    }
  };

  it('loses no challenge it accepted, and takes no code twice, and needs no hand', {
    timeout: 300_000,
  }, async () => {
    let isOver = false;
    const people = Array.from({ length: PEOPLE }, () => person(() => isOver));
    for (let crash = 1; crash <= CRASHES; crash += 1) {
      await expect.poll(() => signedIn, { timeout: 60_000 }).toBeGreaterThan(crash * SPELL);
      await server.crash();
      await server.startAgain();
    }
    await expect.poll(() => signedIn, { timeout: 60_000 }).toBeGreaterThan((CRASHES + 1) * SPELL);
    isOver = true;
    await Promise.all(people);

    // An answer that was lost on the way may have been a sign-in; what was not signs in now.
    for (const one of asked) await verify(one, 0);
    const problems = asked.map(({ verified }) => verified.at(-1)?.body.code ?? 'signed in');
    expect(new Set(problems)).toEqual(new Set(['signed in', 'challenge-consumed']));
    const successes = asked.map(({ verified }) => verified.filter(({ status }) => status === 200).length);
    expect(successes.filter((count) => count > 1)).toEqual([]);

    const [first] = instances;
    const database = first?.app.get<Database>(DATABASE);
    for (const table of ['accounts', 'sessions', 'confirmed_devices'] as const)
      expect(await database?.selectFrom(table).selectAll().execute()).toHaveLength(asked.length);
    const unsure = asked.filter(({ verified }) => verified[0]?.status === 503).length;
    console.log(
      `${CRASHES} crashes, ${asked.length} challenges, ${unsure} verified while there was no database`,
    );
  });
});
