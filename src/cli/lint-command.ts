// `migration-lint [paths…]`
import { fails } from '../findings/report.ts';
import { lint } from '../lint.ts';
import type { Rule } from '../rule.ts';
import type { Arguments } from './arguments.ts';
import { displayFor } from './display.ts';
import { type Io, print } from './io.ts';
import { progressOn } from './progress.ts';
import { requestFor } from './request.ts';

/** Prints the report and yields the exit code. */
export async function lintCommand(io: Io, asked: Arguments, rules: readonly Rule[]): Promise<number> {
  const request = await requestFor(io, asked, rules);
  const progress = progressOn(io);
  const report = await lint({ rules, request, host: io.host, onProgress: progress.update }).finally(progress.clear);
  if (asked.format === 'json') {
    const { jsonReport } = await import('../reporters/json.ts');
    print(io.stdout, [jsonReport(report)]);
  } else {
    const { textReport } = await import('../reporters/text.ts');
    print(io.stdout, textReport(report, await displayFor(io, asked)));
  }
  if (report.bugs.length > 0) return 3;
  if (report.gaps.length > 0 && !asked.allowIncomplete) return 1;
  return fails(report, asked.failOn ?? request.config.failOn) ? 1 : 0;
}
