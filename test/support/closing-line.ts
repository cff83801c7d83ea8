// Ends a test run with one plain line, `N passed, N failed, N skipped`, and before it which tests were left out for want of a
// program. A run under CI that skipped a live test or one of those fails: there, what is missing is a broken machine.
import type { Reporter, TestModule } from 'vitest/node';
import { missingProgram } from './system-programs.ts';

/** What a run came to; a module that could not be loaded, an error outside any test, and a run of nothing count as one failure each. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  liveSkipped: string[];
  /** By program. */
  leftOut: Map<string, string[]>;
}

/** Counts the tests of the modules given, and the errors raised outside any test. */
export function tally(modules: readonly TestModule[], unhandledErrors: number): Tally {
  const total: Tally = {
    passed: 0,
    failed: unhandledErrors + (modules.length === 0 ? 1 : 0),
    skipped: 0,
    liveSkipped: [],
    leftOut: new Map(),
  };
  for (const module of modules) {
    total.failed += module.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') total.passed += 1;
      else if (state === 'failed') total.failed += 1;
      else total.skipped += 1;
      if (state === 'passed' || state === 'failed') continue;
      if (module.project.name === 'live') total.liveSkipped.push(test.fullName);
      const program = missingProgram(test.fullName);
      if (program) total.leftOut.set(program, [...(total.leftOut.get(program) ?? []), test.fullName]);
    }
  }
  return total;
}

/** The vitest reporter; listed after the default one, so that its line is the last. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const { passed, failed, skipped, liveSkipped, leftOut } = tally(modules, errors.length);
    for (const [program, names] of leftOut)
      process.stdout.write(`\nLeft out, because ${program} is not installed:\n${names.join('\n')}\n`);
    const mustRun = [...liveSkipped, ...[...leftOut.values()].flat()];
    if (mustRun.length > 0 && process.env.CI) {
      process.exitCode = 1;
      process.stderr.write(`\nCI skipped ${mustRun.length} tests, which must run there:\n${mustRun.join('\n')}\n`);
    }
    process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  }
}
