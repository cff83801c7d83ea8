// The action: the runner's inputs and event to a report, the report to everywhere it was asked for, and the verdict to the step.
import { relative, resolve } from 'node:path';
import { type Io, print } from '../cli/io.ts';
import { writeReports } from '../cli/report-files.ts';
import { UserError } from '../config/user-error.ts';
import { countsOf, fails } from '../findings/report.ts';
import { withoutCommands } from '../reporters/inert.ts';
import { summaryLine } from '../reporters/summary.ts';
import { oneLine, visible } from '../reporters/terminal.ts';
import { refuseOutside } from './confined-host.ts';
import { type Job, prepare } from './job.ts';
import { type Judged, judge } from './judged.ts';
import type { Runner } from './runner.ts';
import { show } from './show.ts';

/** Never throws: what goes wrong fails the step with a message. */
export async function runAction(runner: Runner): Promise<void> {
  try {
    const job = await prepare(runner);
    const io = ioOf(job);
    const judged = await judge(job, io);
    const reason = failureOf(job, judged);
    setOutputs(job, judged);
    print(
      runner.stdout,
      judged.notices.map((notice) => `${withoutCommands(oneLine(notice))}\n`),
    );
    const isWritten = await reportsWritten(job, judged, io);
    await show(job, judged, reason !== undefined);
    if (reason !== undefined) runner.fail(reason);
    if (isWritten instanceof UserError) throw isWritten;
  } catch (error) {
    runner.fail(faultText(error));
  }
}

function faultText(error: unknown): string {
  if (error instanceof UserError) return visible(error.message);
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `A fault of migration-lint itself; please report it.\n${visible(what)}`;
}

/** The outside of the command's parts. Files are looked at once more, for the time between has passed. */
function ioOf({ runner, host, workspace, cwd }: Job): Io {
  const writeFile = (path: string, text: string): void => {
    refuseOutside(workspace, cwd, path);
    runner.writeFile(path, text);
  };
  const { stdout, env, rules } = runner;
  return {
    stdout,
    stderr: stdout,
    env,
    host,
    rules: async () => rules,
    stdin: async () => new Uint8Array(),
    writeFile,
    writeNewFile: writeFile,
  };
}

/** A report that can't be written is told when everything else is done. */
async function reportsWritten(
  { inputs, runner }: Job,
  { report, failOn }: Judged,
  io: Io,
): Promise<UserError | undefined> {
  try {
    await writeReports(io, report, { asked: inputs.asked, rules: runner.rules, failOn });
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** Why the step fails, as the command would exit with another code than 0. */
function failureOf({ inputs }: Job, { report, failOn }: Judged): string | undefined {
  const found = summaryLine(report);
  if (report.bugs.length > 0) return `A fault of migration-lint itself; please report it. ${found}.`;
  if (report.verdict === 'incomplete' && !inputs.asked.allowIncomplete) return `${found}.`;
  return fails(report, failOn) ? `${found}.` : undefined;
}

function setOutputs({ runner, inputs, workspace, cwd }: Job, { report }: Judged): void {
  const { bySeverity } = countsOf(report);
  const file = inputs.asked.reports.find((output) => output.file !== undefined)?.file;
  runner.setOutput('verdict', report.verdict);
  runner.setOutput('errors', bySeverity.error);
  runner.setOutput('warnings', bySeverity.warning);
  runner.setOutput('infos', bySeverity.info);
  runner.setOutput('report', file === undefined ? '' : relative(workspace, resolve(cwd, file)).replaceAll('\\', '/'));
}
