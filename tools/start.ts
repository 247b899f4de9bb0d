import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { planFor, StartError, testbedPortsOf, type Variables, variablesForTestbed } from './start-plan.ts';

// Runs the sign-in API, with the testbed in place of the providers unless there is something to reach real ones
// with. `SMS_PROVIDER` and credentials, from the environment or from `.env`, decide.

const root = join(import.meta.dirname, '..');
const LISTENS = /listens on (http\S+)/;
if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));

const plan = planFor(process.env);
const children: ChildProcess[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopAll(signal));

if (plan.runs === 'auth and testbed') {
  const ports = portsOrExit();
  await started('testbed', { TESTBED_PORT: `${ports.main}` }, /AWS SNS\s+(http\S+)/);
  const auth = await started('auth', variablesForTestbed(ports, plan.provider, process.env), LISTENS);
  tellWhereToGo(auth, ports.main);
} else {
  await started('auth', {}, LISTENS);
}

function portsOrExit(): ReturnType<typeof testbedPortsOf> {
  try {
    return testbedPortsOf(process.env);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    return process.exit(1);
  }
}

/** Starts one application and resolves once it has said that it is ready, with the address it says. */
async function started(name: 'auth' | 'testbed', extra: Variables, ready: RegExp): Promise<string> {
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', join(root, 'apps', name, 'dist', 'main.js')],
    {
      cwd: root,
      env: { ...process.env, ...extra },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  children.push(child);
  child.once('exit', (code, signal) => {
    process.exitCode ??= code ?? (signal === null ? 0 : 1);
    stopAll('SIGTERM');
  });
  const { promise, resolve } = Promise.withResolvers<string>();
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    const [, address] = ready.exec(chunk.toString()) ?? [];
    if (address !== undefined) resolve(address);
  });
  await Promise.race([promise, once(child, 'exit')]);
  if (child.exitCode !== null || child.signalCode !== null) process.exit(child.exitCode ?? 1);
  return promise;
}

function stopAll(signal: NodeJS.Signals): void {
  for (const child of children) if (child.exitCode === null) child.kill(signal);
}

function tellWhereToGo(auth: string, port: number): void {
  console.log(`
  Sign-in API   ${auth}/v1/challenges
  API page      ${auth}/docs
  Health        ${auth}/health
  Inbox         http://127.0.0.1:${port}/_testbed/   (what the testbed took in place of Twilio and AWS SNS)

  No message leaves this machine. Stop with Ctrl-C.
`);
}
