// The reports that --format asks for: one at most on standard output, the others as files.
import { resolve } from 'node:path';
import { UserError } from '../config/user-error.ts';
import type { Report } from '../findings/finding.ts';
import type { FailOn } from '../findings/report.ts';
import type { ReportContext } from '../reporters/format.ts';
import { renderReport } from '../reporters/render.ts';
import { rooted } from '../reporters/rooted.ts';
import { noPaint } from '../reporters/terminal.ts';
import type { Rule } from '../rule.ts';
import type { Arguments } from './arguments.ts';
import { displayFor, widthWithoutTerminal } from './display.ts';
import { type Io, inWords, print, writeFailure } from './io.ts';
import { packageVersion, rulePage } from './package-folder.ts';
import type { ReportOutput } from './report-output.ts';

interface Asked {
  readonly asked: Arguments;
  readonly rules: readonly Rule[];
  readonly failOn: FailOn;
}

/** Prints first, so that whoever can't write a file still sees the report. Throws a UserError for files that can't be written. */
export async function writeReports(io: Io, report: Report, { asked, rules, failOn }: Asked): Promise<void> {
  const { quiet, allowIncomplete, reports } = asked;
  const context: ReportContext = {
    display: { width: widthWithoutTerminal, paint: noPaint, quiet },
    version: packageVersion(),
    rules,
    page: pageOf,
    failOn,
    allowIncomplete,
  };
  refuseMigrations(io, report, reports);
  const prefix = reports.some(isRooted) ? await folderInRepository(io) : '';
  const failures: string[] = [];
  for (const output of inOrder(reports)) {
    const { format, file } = output;
    const display = file === undefined ? await displayFor(io, asked) : context.display;
    const pieces = await renderReport(format, rooted(report, isRooted(output) ? prefix : ''), { ...context, display });
    if (file === undefined) print(io.stdout, pieces);
    else {
      const code = writeFailure(io, resolve(io.host.cwd, file), [...pieces].join(''));
      if (code !== undefined) failures.push(`The report ${file} can't be written: ${inWords(code)}.`);
    }
  }
  if (failures.length > 0) throw new UserError('usage', failures.join(' '));
}

/** Those that GitHub and GitLab look up in the repository. */
const isRooted = ({ format }: ReportOutput): boolean => ['github', 'sarif', 'gitlab'].includes(format);

async function folderInRepository({ host }: Io): Promise<string> {
  const answer = await host.git(['rev-parse', '--show-prefix'], host.cwd);
  return answer?.code === 0 ? new TextDecoder().decode(answer.stdout).replace(/\n$/, '') : '';
}

const inOrder = (reports: readonly ReportOutput[]): ReportOutput[] => [
  ...reports.filter(({ file }) => file === undefined),
  ...reports.filter(({ file }) => file !== undefined),
];

/** A slip of `--format json=FILE` must not cost a migration. */
function refuseMigrations({ host }: Io, { files }: Report, reports: readonly ReportOutput[]): void {
  const migrations = new Set(files.map(({ path }) => resolve(host.cwd, path)));
  const wrong = reports.find(({ file }) => file !== undefined && migrations.has(resolve(host.cwd, file)));
  if (wrong) throw new UserError('usage', `${wrong.file} is a migration: the report is not written over it.`);
}

/** '' for a rule that has none, as a user's own. */
function pageOf(id: string): string {
  try {
    return rulePage(id);
  } catch {
    return '';
  }
}
