import { once } from 'node:events';
import { createServer } from 'node:http';
import type { PostgresAnswer } from '@standby/database/testing';
import type { TestProject } from 'vitest/node';

/** A server that was started or not, and how to end it. */
interface Started {
  readonly answer: PostgresAnswer;
  stop(): Promise<void>;
}

/**
 * Set-up of a whole test run: a desk where spec files, each in its own process, ask for the run's one PostgreSQL.
 * The first to ask has it started, so a run that needs none starts none. Ends it when the run is over.
 */
export default async function openDesk(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<Started> | undefined;
  const desk = createServer((_request, response) => {
    starting ??= start();
    void starting.then(({ answer }) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)),
    );
  });
  desk.listen(0, '127.0.0.1');
  await once(desk, 'listening');
  const address = desk.address();
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has a port.');
  project.provide('postgresDesk', `http://127.0.0.1:${address.port}`);
  return async () => {
    desk.close();
    desk.closeAllConnections();
    await (await starting)?.stop();
  };
}

async function start(): Promise<Started> {
  try {
    const PostgresServer = await importServer();
    const server = await PostgresServer.start();
    return { answer: { status: 'up', url: server.url }, stop: () => server.stop() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.warn(`Tests on PostgreSQL are skipped, or fail where CI is set: ${reason}`);
    return { answer: { status: 'absent', reason }, stop: async () => {} };
  }
}

/**
 * Imports the package when it is asked for, and takes back what it does at the end of the process: it would end it with 0
 * as soon as nothing is left to do, also after tests that failed. What it does on signals stays.
 */
async function importServer() {
  const [beforeExit, exit] = [process.listeners('beforeExit'), process.listeners('exit')];
  const { PostgresServer } = await import('./postgres-server.js');
  for (const listener of process.listeners('beforeExit'))
    if (!beforeExit.includes(listener)) process.off('beforeExit', listener);
  for (const listener of process.listeners('exit'))
    if (!exit.includes(listener)) process.off('exit', listener);
  return PostgresServer;
}
