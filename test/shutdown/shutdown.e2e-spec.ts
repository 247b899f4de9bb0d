import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { codeIn } from '../support/code-in.js';
import { freePorts } from '../support/free-ports.js';
import { KillableProcess } from '../support/killable-process.js';
import { variablesFor } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';

const NUMBER = '+447400123456';

let folder: string;
let testbed: Testbed;
let auth: KillableProcess;
let client: SignInClient;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standby-shutdown-'));
  testbed = await startTestbed();
  const [port = ''] = await freePorts(1);
  const { SMS_PROVIDER: _, ...variables } = variablesFor(testbed);
  auth = new KillableProcess(
    'auth',
    {
      ...variables,
      NODE_ENV: 'test',
      SMS_PROVIDER: 'twilio',
      AUTH_SECRET: 'c2VjcmV0LWZvci10ZXN0cy1vbmx5LTQ3MTE5MjU2Mzg',
      DATABASE_URL: `sqlite:${join(folder, 'standby.sqlite')}`,
      SHUTDOWN_GRACE_MS: '600',
      PORT: port,
    },
    /listens on/,
  );
  await auth.start();
  client = new SignInClient(`http://127.0.0.1:${port}`);
});

afterEach(async () => {
  await auth.stop();
  await testbed.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a shutdown with a message under way', () => {
  it('fails readiness first, ends what was begun, refuses what is new, and loses nothing', async () => {
    await testbed.setFault('twilio', { fault: 'latency', latencyMs: 1200 });
    const asked = client.ask(NUMBER);
    await vi.waitFor(() => expect(testbed.messages({ to: NUMBER })).toHaveLength(1));

    const stopped = auth.stop();
    await vi.waitFor(async () => expect((await client.get('/health/ready')).status).toBe(503));
    expect((await client.get('/health/live')).status).toBe(200);

    const { status, body } = await asked;
    expect(status).toBe(202);
    expect(await stopped).toBe(0);
    await expect(client.get('/health/live')).rejects.toThrow();

    await auth.start();
    const code = codeIn(testbed.messages({ to: NUMBER })[0]?.body);
    expect((await client.verify(body.challengeId, code)).status).toBe(200);
    expect(testbed.messages({ to: NUMBER })).toHaveLength(1);
  });
});
