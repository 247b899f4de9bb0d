import type { Reporter, TestModule } from 'vitest/node';

/**
 * Prints `N passed, N failed` (and `, N skipped` when there are any) alone on the last line of a run.
 *
 * A module that cannot be loaded and an error outside any test each count as one failure, so a run that
 * executed nothing is never mistaken for a green one.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      count.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed' || state === 'failed' || state === 'skipped') count[state] += 1;
      }
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    process.once('exit', () => {
      // What ends the run's PostgreSQL leaves with 0, whatever came of the tests.
      if (count.failed > 0) process.exitCode = 1;
      console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
    });
  }
}
