import 'reflect-metadata';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { type RecordedRequest, replayPumping } from '@standby/sms';
import { openLog } from './recorded-log.js';
import { replayArgumentsOf, USAGE } from './replay-arguments.js';
import { reportOf } from './replay-report.js';

// Decides a recorded log of the pumping guard anew, under other settings, and prints what would have been refused.

try {
  const { log: where, save, ...settings } = replayArgumentsOf(process.argv.slice(2));
  const log = await openLog(where);
  const requests = log.requests(progressTo(log.size));
  const result = await replayPumping(save === undefined ? requests : saved(requests, save), settings);
  await log.close();
  console.log(reportOf(result));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 1;
}

/** Tells on standard error how far it is, a hundred times at most. */
function progressTo(size: number): (done: number) => void {
  let told = 0;
  return (done) => {
    const percent = Math.min(100, Math.floor((100 * done) / Math.max(1, size)));
    if (percent === told) return;
    told = percent;
    process.stderr.write(`\r${percent} %${percent === 100 ? '\n' : ''}`);
  };
}

async function* saved(
  requests: AsyncIterable<RecordedRequest>,
  path: string,
): AsyncGenerator<RecordedRequest> {
  const file = createWriteStream(path);
  for await (const request of requests) {
    if (!file.write(`${JSON.stringify(request)}\n`)) await once(file, 'drain');
    yield request;
  }
  file.end();
  await finished(file);
}
