import type { ChildProcess } from 'node:child_process';
import { logWatch } from '../../apps/auth/src/testing/log-watch.js';

/** Has all that a process writes watched for the secrets it was started with, and for those of its clients. */
export function watchOutput(child: ChildProcess, variables: Readonly<Record<string, unknown>>): void {
  logWatch.plantVariables(variables);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  // Only then are all lines whole.
  child.once('close', () => logWatch.write(output));
}
