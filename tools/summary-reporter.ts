import type { Reporter, TestModule } from 'vitest/node';
import { holdsCanary } from './canaries.ts';

type ConsoleLog = Parameters<NonNullable<Reporter['onUserConsoleLog']>>[0];

/**
 * Prints `N passed, N failed` (and `, N skipped` when there are any) alone on the last line of a run.
 *
 * A module that cannot be loaded, an error outside any test, and an output that shows a number, a code, a token or a
 * secret each count as one failure, so a run that executed nothing is never mistaken for a green one. The exit status
 * says the same: whatever else listens for the end of the process, as the package of the tests' PostgreSQL does, may
 * leave with 0.
 */
export default class SummaryReporter implements Reporter {
  #leaks = 0;

  onUserConsoleLog({ content, taskId = 'outside any test' }: ConsoleLog): void {
    if (!holdsCanary(content)) return;
    this.#leaks += 1;
    console.error(`A test wrote what nothing may write (${taskId}).`);
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length + this.#leaks, skipped: 0 };
    for (const module of modules) {
      count.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed' || state === 'failed' || state === 'skipped') count[state] += 1;
      }
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    process.once('exit', () => {
      if (count.failed > 0) process.exitCode = 1;
      console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
    });
  }
}
