import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { manyAtOnce } from './at-once.ts';
import { type Contestant, contestantsAt } from './contestants.ts';
import { progress } from './progress.ts';
import { median } from './quantile.ts';

// Sends per second of each way to send, as a ratio to a bare undici pool that posts the same bytes to the same
// stub. Rounds are interleaved, so that a slow moment of the machine falls on everybody.

interface Scene {
  readonly name: string;
  readonly atOnce: number;
  readonly sends: number;
}

const PLAIN: readonly Scene[] = [
  { name: 'plain loopback, 1 at once', atOnce: 1, sends: 500 },
  { name: 'plain loopback, 16 at once', atOnce: 16, sends: 1500 },
  { name: 'plain loopback, 64 at once', atOnce: 64, sends: 2000 },
  { name: 'plain loopback, 256 at once', atOnce: 256, sends: 2500 },
];
const SLOW_TLS: readonly Scene[] = [
  { name: 'TLS and 50 ms, 64 at once', atOnce: 64, sends: 1000 },
  { name: 'TLS and 50 ms, 256 at once', atOnce: 256, sends: 2500 },
];
const ROUNDS = 5;

if (process.argv[2] === 'measure') await measureAll();
else await supervise();

/** The measured process is a child, so that it can be started with the stub's certificate trusted. */
async function supervise(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-send-'));
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  const certificateFile = join(folder, 'certificate.pem');
  const keyFile = join(folder, 'key.pem');
  writeFileSync(certificateFile, cert);
  writeFileSync(keyFile, key);

  const stubs = [startStub([]), startStub([certificateFile, keyFile, '50'])];
  const [plainPort, tlsPort] = await Promise.all(stubs.map(portOf));
  const measured = fork(
    import.meta.filename,
    ['measure', `http://127.0.0.1:${plainPort}`, `https://localhost:${tlsPort}`],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: certificateFile } },
  );
  const [exitCode] = await once(measured, 'exit');
  for (const stub of stubs) stub.disconnect();
  rmSync(folder, { recursive: true });
  process.exitCode = Number(exitCode);
}

function startStub(parameters: string[]): ChildProcess {
  return fork(join(import.meta.dirname, 'stub-server.ts'), parameters);
}

async function portOf(stub: ChildProcess): Promise<number> {
  const [port] = await once(stub, 'message');
  return Number(port);
}

async function measureAll(): Promise<void> {
  const [plain = '', tls = ''] = process.argv.slice(3);
  for (const [origin, scenes] of [
    [plain, PLAIN],
    [tls, SLOW_TLS],
  ] as const) {
    const contestants = await contestantsAt(origin);
    for (const scene of scenes) report(scene, contestants, await measure(scene, contestants));
  }
  process.exit();
}

/** Sends per second of every round, by contestant. */
async function measure(scene: Scene, contestants: readonly Contestant[]): Promise<Map<string, number[]>> {
  const speeds = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const contestant of contestants) {
      progress(`${scene.name}: round ${round} of ${ROUNDS}, ${contestant.name}`);
      const speed = await sendAll(contestant, scene);
      // The first round warms up connections and the compiler.
      if (round > 0) speeds.get(contestant.name)?.push(speed);
    }
  }
  progress('');
  return speeds;
}

async function sendAll({ send }: Contestant, { atOnce, sends }: Scene): Promise<number> {
  const startedAt = performance.now();
  await manyAtOnce(atOnce, sends, send);
  return sends / ((performance.now() - startedAt) / 1000);
}

function report(scene: Scene, contestants: readonly Contestant[], speeds: Map<string, number[]>): void {
  console.log(`\n${scene.name}`);
  for (const { name, floor } of contestants) {
    const own = speeds.get(name) ?? [];
    const ratios = own.map((speed, round) => speed / (speeds.get(floor)?.[round] ?? Number.NaN));
    const line = [
      name.padEnd(24),
      `${median(own).toFixed(0).padStart(7)}/s`,
      `${median(ratios).toFixed(2)} × floor`,
    ];
    console.log(`  ${line.join('  ')}`);
  }
}
