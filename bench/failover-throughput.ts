import { CODES, LIMITS } from './failover-scenes.ts';
import { progress } from './progress.ts';
import { median } from './quantile.ts';
import { type Sender, startSender } from './sender.ts';
import type { TestbedProcess } from './testbed-process.ts';

const MEASURED_CODES = 3000;
const ROUNDS = 5;

/** What the first provider is like while throughput is measured. */
const FIRSTS = ['healthy', 'error-500', 'hang', 'refused', 'second alone'] as const;
type First = (typeof FIRSTS)[number];

/** Codes a second: of those among which the fault begins, and of as many afterwards. */
interface Speeds {
  readonly beginning: number;
  readonly afterwards: number;
}

/** Codes a second with the first provider down, as a ratio to healthy traffic; one line a fault. */
export async function measureThroughput(testbed: TestbedProcess): Promise<string[]> {
  const lines: string[] = [];
  for (const network of [0, 50]) {
    const byFault = new Map<First, Speeds[]>();
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const first of FIRSTS) {
        progress(`throughput at ${network} ms: round ${round} of ${ROUNDS}, ${first}`);
        const speeds = byFault.get(first) ?? [];
        byFault.set(first, speeds);
        speeds.push(await throughput(testbed, first, network));
      }
    }
    progress('');
    const healthy = middle(byFault.get('healthy'));
    const alone = middle(byFault.get('second alone'));
    for (const [first, rounds] of byFault) {
      const speeds = middle(rounds);
      const ratios = (to: Speeds) =>
        `${(speeds.beginning / to.beginning).toFixed(2)} then ${(speeds.afterwards / to.afterwards).toFixed(2)}`;
      lines.push(
        `throughput, providers answer in ${network} ms, first is ${first}: ${speeds.beginning.toFixed(0)}/s, ` +
          `then ${speeds.afterwards.toFixed(0)}/s; × healthy ${ratios(healthy)} (at least 0.9), ` +
          `× second alone ${ratios(alone)}`,
      );
    }
  }
  return ['', ...lines];
}

function middle(rounds: readonly Speeds[] = []): Speeds {
  return {
    beginning: median(rounds.map(({ beginning }) => beginning)),
    afterwards: median(rounds.map(({ afterwards }) => afterwards)),
  };
}

async function throughput(testbed: TestbedProcess, first: First, latencyMs: number): Promise<Speeds> {
  const order = first === 'second alone' ? ['aws-sns'] : ['twilio', 'aws-sns'];
  const sender = await startSender(testbed, { order, failover: LIMITS });
  const usual =
    latencyMs === 0 ? ({ fault: 'healthy' } as const) : ({ fault: 'latency', latencyMs } as const);
  await testbed.setFault('twilio', usual);
  await testbed.setFault('aws-sns', usual);
  await sender.sendCodes(CODES);
  if (first !== 'healthy' && first !== 'second alone') await testbed.setFault('twilio', { fault: first });
  const speeds = { beginning: await codesPerSecond(sender), afterwards: await codesPerSecond(sender) };
  await sender.close();
  await testbed.clearFaults();
  await testbed.forget();
  return speeds;
}

async function codesPerSecond(sender: Sender): Promise<number> {
  const startedAt = performance.now();
  await sender.sendCodes(MEASURED_CODES);
  return MEASURED_CODES / ((performance.now() - startedAt) / 1000);
}
