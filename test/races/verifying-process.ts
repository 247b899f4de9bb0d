import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Variables } from '@standby/auth';
import type { Order, Outcome, Report, Try } from './verifier.js';

const PROGRAM = join(import.meta.dirname, 'verifier.ts');

/** The built service in a process of its own, which tries codes when it is told to. */
export class VerifyingProcess {
  private constructor(private readonly child: ChildProcess) {}

  /** Resolves once it could serve. */
  static async start(variables: Variables): Promise<VerifyingProcess> {
    const child = fork(PROGRAM, { execArgv: ['--no-warnings'] });
    const process = new VerifyingProcess(child);
    process.tell({ order: 'start', variables });
    await process.hear();
    return process;
  }

  /** Tries codes, many at a time, in order; the process ends with that. */
  async try(tries: readonly Try[], underWay: number): Promise<readonly Outcome[]> {
    this.tell({ order: 'try', tries, underWay });
    const report = await this.hear();
    await once(this.child, 'exit');
    return report.report === 'done' ? report.outcomes : [];
  }

  /** Begins to try codes, and is killed (-9) once so many were answered, at least one. */
  async tryUntilKilled(tries: readonly Try[], underWay: number, killAfter: number): Promise<void> {
    const ended = once(this.child, 'exit');
    this.tell({ order: 'try', tries, underWay, killAfter });
    await ended;
  }

  private tell(order: Order): void {
    this.child.send(order);
  }

  private async hear(): Promise<Report> {
    const ended = once(this.child, 'exit').then(() => {
      throw new Error('A verifying process ended early.');
    });
    const [report] = await Promise.race([once(this.child, 'message'), ended]);
    return report;
  }
}
