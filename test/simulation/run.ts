import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type SeedRange, type SeedReport, WORLDS } from './seed-range.js';
import { Tally } from './tally.js';

// npm run simulate                       1000 seeds
// npm run simulate -- --seeds N          N seeds, from the first or from --from S, on every core
// npm run simulate -- --seed S           one seed, with everything that happens in it

const { values } = parseArgs({
  options: { seeds: { type: 'string' }, from: { type: 'string' }, seed: { type: 'string' } },
});

if (values.seed !== undefined) await show(wholeOf('seed', values.seed));
else
  await runAll({
    from: wholeOf('from', values.from ?? '1'),
    count: wholeOf('seeds', values.seeds ?? '1000'),
  });

async function show(seed: number): Promise<void> {
  try {
    for (const run of WORLDS) {
      console.log(`\n${run.name}, seed ${seed}\n`);
      const tally = await run(seed, (line) => console.log(line));
      console.log(`\nSeed ${seed} breaks nothing.`, tally.counts());
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

async function runAll(all: SeedRange): Promise<void> {
  const startedAt = performance.now();
  const total = new Tally();
  const ranges = rangesOf(all);
  const takeReport = ({ counts, failures }: SeedReport) => {
    total.add(counts);
    if (failures.length > 0) process.exitCode = 1;
    for (const failure of failures) process.stderr.write(`\r\x1b[K${failure}\n`);
    const perSecond = total.of('sends') / ((performance.now() - startedAt) / 1000);
    process.stderr.write(
      `\r\x1b[K${total.of('seeds')} of ${all.count} seeds, ${total.of('sends')} sends, ${perSecond.toFixed(0)} a second`,
    );
  };
  await Promise.all(Array.from({ length: availableParallelism() }, () => work(ranges, takeReport)));
  process.stderr.write('\n');
  console.table(total.counts());
}

/** Hands ranges to a process of its own until there are none. */
function work(ranges: SeedRange[], takeReport: (report: SeedReport) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const worker = fork(join(import.meta.dirname, 'seed-worker.js'));
  let range = ranges.shift();
  const handOver = () => {
    if (range === undefined) worker.disconnect();
    else worker.send(range);
  };
  worker.on('message', (report: SeedReport) => {
    takeReport(report);
    range = ranges.shift();
    handOver();
  });
  worker.on('exit', () => {
    if (range === undefined) resolve();
    else reject(new Error(`A process died in the ${range.count} seeds from ${range.from}.`));
  });
  handOver();
  return promise;
}

/** Ranges small enough that progress shows and the processes end together. */
function rangesOf({ from, count }: SeedRange): SeedRange[] {
  const length = 50;
  return Array.from({ length: Math.ceil(count / length) }, (_, index) => ({
    from: from + index * length,
    count: Math.min(length, count - index * length),
  }));
}

function wholeOf(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`--${name} must be a whole number from 1.`);
  return value;
}
