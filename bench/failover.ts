import { type Measured, measure } from './failover-measure.ts';
import { measureRecovery } from './failover-recovery.ts';
import { SCENES, type Scene, SECOND_ALONE } from './failover-scenes.ts';
import { measureThroughput } from './failover-throughput.ts';
import { mostMs, type Summary, summarise } from './failover-verdict.ts';
import { progress } from './progress.ts';
import { median } from './quantile.ts';
import { startSender } from './sender.ts';
import { startTestbedProcess } from './testbed-process.ts';

// What a failing provider costs a code: how long it takes, how often the failing one is still asked, who gets two
// texts, who gets none. Every time is told as a ratio to healthy traffic of the same run; none is asserted.
// Arguments: words a scene's name must hold, all of them. `ROUNDS=1` for a quick look.

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const words = process.argv.slice(2);
const scenes = SCENES.filter(
  ({ name }) => name.startsWith('healthy') || words.every((word) => name.includes(word)),
);

const testbed = await startTestbedProcess();
await warmUp();
const rounds = new Map<Scene, Measured[]>(scenes.map((scene) => [scene, []]));
for (let round = 1; round <= ROUNDS; round += 1) {
  for (const [index, scene] of scenes.entries()) {
    progress(`round ${round} of ${ROUNDS}, ${index + 1} of ${scenes.length}: ${scene.name}`);
    rounds.get(scene)?.push(await measure(scene, testbed));
  }
}
progress('');
report();

if (words.length === 0) {
  for (const measureMore of [measureThroughput, measureRecovery]) {
    for (const line of await measureMore(testbed)) console.log(line);
  }
}
await testbed.stop();

/** The compiler's work belongs to no scene. */
async function warmUp(): Promise<void> {
  progress('warming up');
  const sender = await startSender(testbed);
  await sender.sendCodes(4000);
  await testbed.setFault('twilio', { fault: 'error-500' });
  await sender.sendCodes(4000);
  await sender.close();
  await testbed.clearFaults();
}

function report(): void {
  const healthyP99 = median([...rounds.values()].flat().flatMap((round) => round.healthyP99 ?? []));
  console.log(`healthy p99 ${healthyP99.toFixed(1)} ms: the × of every line; ${ROUNDS} rounds, worst counts`);
  const secondP99 = median((rounds.get(SECOND_ALONE) ?? []).map(({ p99 }) => p99));
  const columns = [
    'first provider',
    'p50 ms',
    'p99 ms',
    '×',
    'at most',
    '× second',
    'still sent',
    'twice',
    'lost',
  ];
  console.log(lineOf(columns));
  for (const [scene, measured] of rounds) {
    console.log(lineFor(scene, summarise(scene, measured, healthyP99), { healthyP99, secondP99 }));
  }
}

/** What the times of a run are told against, in ms. */
interface Yardsticks {
  readonly healthyP99: number;
  readonly secondP99: number;
}

function lineFor(scene: Scene, summary: Summary, { healthyP99, secondP99 }: Yardsticks): string {
  const { p50, p99, stillSentToFirst, sentTwice, lost, missed } = summary;
  const most = mostMs(scene.numbers.p99, healthyP99) / healthyP99;
  const cells = [
    scene.name,
    p50.toFixed(1),
    p99.toFixed(1),
    (p99 / healthyP99).toFixed(2),
    most.toFixed(2),
    (p99 / secondP99).toFixed(2),
    stillSentToFirst,
    sentTwice,
    scene.end === 'all refused' ? `refused ${lost}` : lost,
  ];
  return `${lineOf(cells)}  ${missed.length === 0 ? 'met' : `MISSED: ${missed.join(', ')}`}`;
}

function lineOf([name, ...numbers]: readonly (string | number)[]): string {
  return [`${name}`.padEnd(52), ...numbers.map((number) => `${number}`.padStart(12))].join('');
}
