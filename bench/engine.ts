import { Logger, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  type Acceptance,
  type OutboundMessage,
  ProviderError,
  SmsModule,
  type SmsProvider,
  SmsService,
} from '@standby/sms';
import { manyAtOnce } from './at-once.ts';
import { logToNowhere } from './log-to-nowhere.ts';
import { progress } from './progress.ts';
import { median } from './quantile.ts';

// What the engine costs beside the provider's call: CPU a send, with a provider in this process that accepts at
// once, less the CPU of calling that provider directly. Then a million sends, to see that nothing grows.
// Needs `--expose-gc`. `SENDS=100000` shortens the second part.

const AT_ONCE = 64;
const SENDS_A_ROUND = 20_000;
const ROUNDS = 7;
const MOST_MICROSECONDS = 40;
const SENDS = Number(process.env.SENDS ?? 1_000_000);
const READ_EVERY = 100_000;
const CODE = { code: '123456', appName: 'Standby', expiresInSeconds: 300 } as const;

/** One way to send, told which number it is. */
interface Path {
  readonly name: string;
  readonly log: LoggerService | false;
  readonly send: (to: string) => Promise<unknown>;
}

const direct = instantProvider('instant');
const message: OutboundMessage = {
  id: 'id',
  to: { e164: numberOf(0), country: 'US' },
  text: '123456 is your Standby code.',
  purpose: 'one-time-code',
  encoding: 'GSM-7',
  segments: 1,
};
const { signal } = new AbortController();
const floor: Path = {
  name: 'the provider, called directly',
  log: false,
  send: () => direct.send(message, signal),
};
const paths: readonly Path[] = [
  floor,
  await engine('the engine', [instantProvider('instant')], false),
  await engine('the engine, one log line a send', [instantProvider('instant')], logToNowhere()),
  await engine('the engine, first breaker open', [deadProvider(), instantProvider('instant')], false),
];

await measureCost();
await measureMemory(paths[2] ?? floor);
// The applications are still open, and look after their messages.
process.exit();

async function measureCost(): Promise<void> {
  const costs = new Map<Path, number[]>(paths.map((path) => [path, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const path of paths) {
      progress(`round ${round} of ${ROUNDS}: ${path.name}`);
      const cost = await microsecondsASend(path);
      // The first round is the compiler's.
      if (round > 0) costs.get(path)?.push(cost);
    }
  }
  progress('');
  const floorCost = median(costs.get(floor) ?? []);
  for (const [path, measured] of costs) {
    const extra = median(measured) - floorCost;
    const verdict = extra <= MOST_MICROSECONDS ? 'met' : 'MISSED';
    const told =
      path === floor ? '' : `, ${extra.toFixed(1)} beside the call (at most ${MOST_MICROSECONDS}) ${verdict}`;
    console.log(`${path.name.padEnd(34)} ${median(measured).toFixed(1).padStart(6)} µs CPU a send${told}`);
  }
}

async function measureMemory(path: Path): Promise<void> {
  console.log(`\n${SENDS} sends, ${path.name}; MB after a full collection`);
  for (let sent = 0; sent < SENDS; sent += READ_EVERY) {
    await sendAll(path, sent, Math.min(READ_EVERY, SENDS - sent), () => progress(`${sent} of ${SENDS}`));
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    progress('');
    console.log(
      `${String(sent + READ_EVERY).padStart(9)}  RSS ${megabytes(rss)}  heap ${megabytes(heapUsed)}`,
    );
  }
}

async function microsecondsASend(path: Path): Promise<number> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  await sendAll(path, 0, SENDS_A_ROUND);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / SENDS_A_ROUND;
}

async function sendAll({ log, send }: Path, from: number, count: number, tell = () => {}): Promise<void> {
  // Nest has one logger a process.
  Logger.overrideLogger(log);
  await manyAtOnce(AT_ONCE, count, (index) => {
    if (index % 10_000 === 0) tell();
    return send(numberOf(from + index));
  });
}

async function engine(name: string, providers: SmsProvider[], log: Path['log']): Promise<Path> {
  const module = SmsModule.forRoot({
    order: providers.map((provider) => provider.name),
    providers,
    environment: 'test',
    probe: 'off',
    failover: { openMs: 3_600_000, maxOpenMs: 3_600_000 },
  });
  const app = await NestFactory.createApplicationContext(module, { logger: ['fatal'] });
  const sms = app.get(SmsService);
  return { name, log, send: (to) => sms.sendCode({ to, ...CODE }) };
}

function instantProvider(name: string): SmsProvider {
  const acceptance: Acceptance = { providerMessageId: 'id' };
  return { name, send: async () => acceptance };
}

/** Opens its breaker at the first call. */
function deadProvider(): SmsProvider {
  return {
    name: 'dead',
    send: async () => {
      throw new ProviderError({ kind: 'misconfigured', provider: 'dead', code: '401' });
    },
  };
}

/** Eight million different ones. */
function numberOf(index: number): string {
  return `+1415${2_000_000 + (index % 8_000_000)}`;
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1).padStart(7);
}
