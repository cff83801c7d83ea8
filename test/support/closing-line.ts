// Ends a test run with one plain line, `N passed, N failed, N skipped`, and fails a run under CI that skipped a live test:
// there, a missing server is a broken machine and not a reason to believe the lock model.
import type { Reporter, TestModule } from 'vitest/node';

/** What a run came to; a module that could not be loaded, an error outside any test, and a run of nothing count as one failure each. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  liveSkipped: string[];
}

/** Counts the tests of the modules given, and the errors raised outside any test. */
export function tally(modules: readonly TestModule[], unhandledErrors: number): Tally {
  const total: Tally = {
    passed: 0,
    failed: unhandledErrors + (modules.length === 0 ? 1 : 0),
    skipped: 0,
    liveSkipped: [],
  };
  for (const module of modules) {
    total.failed += module.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') total.passed += 1;
      else if (state === 'failed') total.failed += 1;
      else total.skipped += 1;
      if (state !== 'passed' && state !== 'failed' && module.project.name === 'live')
        total.liveSkipped.push(test.fullName);
    }
  }
  return total;
}

/** The vitest reporter; listed after the default one, so that its line is the last. */
export default class ClosingLine implements Reporter {
  private total: Tally = { passed: 0, failed: 0, skipped: 0, liveSkipped: [] };

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    this.total = tally(modules, errors.length);
    const { liveSkipped } = this.total;
    if (liveSkipped.length > 0 && process.env.CI) {
      process.exitCode = 1;
      process.stderr.write(
        `\nCI skipped ${liveSkipped.length} live tests, which must run there:\n${liveSkipped.join('\n')}\n`,
      );
    }
    const { passed, failed, skipped } = this.total;
    process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  }
}
