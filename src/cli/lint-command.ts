// `migration-lint [paths…]`
import { join } from 'node:path';
import { didYouMean } from '../config/suggest.ts';
import { UserError } from '../config/user-error.ts';
import type { BaselineEntry } from '../findings/baseline-entry.ts';
import { fails } from '../findings/report.ts';
import { lint } from '../lint.ts';
import type { Rule } from '../rule.ts';
import { mayHideHazard } from '../source/gap.ts';
import { type Arguments, commands } from './arguments.ts';
import { type BaselineFile, baselineFor, baselineText } from './baseline-file.ts';
import { displayFor } from './display.ts';
import { type Io, inWords, print, writeFailure } from './io.ts';
import { progressOn } from './progress.ts';
import { requestFor } from './request.ts';

/** Prints the report and yields the exit code. */
export async function lintCommand(io: Io, asked: Arguments, rules: readonly Rule[]): Promise<number> {
  refuseMisspeltCommand(io, asked);
  const request = await requestFor(io, asked, rules);
  const baseline = await baselineFor(io.host, request.config, { asked, rules });
  const progress = progressOn(io);
  const timelines = asked.reports.some(({ format }) => format === 'html' || format === 'markdown');
  const store = asked.cache ? await io.historyStore?.() : undefined;
  const options = {
    rules,
    request,
    host: io.host,
    baseline,
    timelines,
    onProgress: progress.update,
    ...(store ? { store } : {}),
  };
  const report = await lint(options).finally(progress.clear);
  const failOn = asked.failOn ?? request.config.failOn;
  if (isPlain(asked)) {
    const { textReport } = await import('../reporters/text.ts');
    print(io.stdout, textReport(report, await displayFor(io, asked)));
  } else {
    const { writeReports } = await import('./report-files.ts');
    await writeReports(io, report, { asked, rules, failOn });
  }
  if (baseline && report.baseline?.next) await writeBaseline(io, baseline, report.baseline.next);
  if (report.bugs.length > 0) return 3;
  if (report.gaps.some(mayHideHazard) && !asked.allowIncomplete) return 1;
  return fails(report, failOn) ? 1 : 0;
}

/** Text on standard output, as it is without --format. */
const isPlain = ({ reports: [first, ...others] }: Arguments): boolean =>
  others.length === 0 && first?.format === 'text' && first.file === undefined;

/** A first word that is no path is hardly meant as one. */
function refuseMisspeltCommand({ host }: Io, { paths: [word = ''] }: Arguments): void {
  if (!/^[a-z]+$/i.test(word) || host.kind(join(host.cwd, word)) !== undefined) return;
  const meant =
    word === 'lint'
      ? ' To lint is what happens without a command: migration-lint [paths…].'
      : didYouMean(word, commands).replace('mean', 'mean the command');
  throw new UserError('no-such-path', `${word} does not exist.${meant}`);
}

async function writeBaseline(io: Io, file: BaselineFile, entries: readonly BaselineEntry[]): Promise<void> {
  const code = writeFailure(io, file.path, await baselineText(io.host, file, entries));
  if (code !== undefined)
    throw new UserError('usage', `The baseline ${file.entries.name} can't be written: ${inWords(code)}.`);
  const { counted } = await import('../reporters/terminal.ts');
  const total = (unread: boolean) =>
    entries.reduce((sum, { rule, count }) => ((rule === 'not-read') === unread ? sum + count : sum), 0);
  const parts = total(true) === 0 ? '' : ` and ${counted(total(true), 'part')} that could not be read`;
  io.stderr.write(`${file.entries.name} is written: it accepts ${counted(total(false), 'finding')}${parts}.\n`);
}
