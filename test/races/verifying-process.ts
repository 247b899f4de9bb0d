import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Variables } from '@standby/auth';
import { logWatch } from '../../apps/auth/src/testing/log-watch.js';
import { watchOutput } from '../support/watch-output.js';
import type { Order, Outcome, Report, Try } from './verifier.js';

const PROGRAM = join(import.meta.dirname, 'verifier.ts');

/** The built service in a process of its own, its log watched for secrets, which tries codes when it is told to. */
export class VerifyingProcess {
  private constructor(private readonly child: ChildProcess) {}

  /** Resolves once it could serve. */
  static async start(variables: Variables): Promise<VerifyingProcess> {
    const child = fork(PROGRAM, { execArgv: ['--no-warnings'], silent: true });
    watchOutput(child, variables);
    const process = new VerifyingProcess(child);
    process.tell({ order: 'start', variables });
    await process.hear();
    return process;
  }

  /** Tries codes, many at a time, in order; the process ends with that. */
  async try(tries: readonly Try[], underWay: number): Promise<readonly Outcome[]> {
    this.tellToTry({ order: 'try', tries, underWay });
    const report = await this.hear();
    await once(this.child, 'close');
    return report.report === 'done' ? report.outcomes : [];
  }

  /** Begins to try codes, and is killed (-9) once so many were answered, at least one. */
  async tryUntilKilled(tries: readonly Try[], underWay: number, killAfter: number): Promise<void> {
    const ended = once(this.child, 'close');
    this.tellToTry({ order: 'try', tries, underWay, killAfter });
    await ended;
  }

  private tellToTry(order: Extract<Order, { order: 'try' }>): void {
    for (const each of order.tries) logWatch.plantMembers(each);
    this.tell(order);
  }

  private tell(order: Order): void {
    this.child.send(order);
  }

  private async hear(): Promise<Report> {
    const ended = once(this.child, 'close').then(() => {
      throw new Error('A verifying process ended early.');
    });
    const [report] = await Promise.race([once(this.child, 'message'), ended]);
    return report;
  }
}
