// The line that a report ends with: what was found in how much, and what else there is to know.
import type { Report } from '../findings/finding.ts';
import { countsOf } from '../findings/report.ts';
import { counted, noPaint, type Paint } from './terminal.ts';
import { unreadParts } from './unread.ts';

export function summaryLine(report: Report, paint: Paint = noPaint): string {
  const { bySeverity: found, allowed, inBaseline, migrations, statements } = countsOf(report);
  if (migrations === 0 && report.gaps.length + report.acceptedGaps.length + report.bugs.length === 0)
    return 'No migration was judged.';
  const problems = [
    ...(found.error > 0 ? [paint.red(counted(found.error, 'error'))] : []),
    ...(found.warning > 0 ? [paint.yellow(counted(found.warning, 'warning'))] : []),
    ...(found.info > 0 ? [paint.cyan(`${found.info} info`)] : []),
  ].join(', ');
  const of = `${countedMigrations(report, migrations)} (${counted(statements, 'statement')})`;
  const rest = [
    ...(allowed > 0 ? [`${counted(allowed, 'finding')} allowed`] : []),
    ...(inBaseline > 0 ? [`${counted(inBaseline, 'finding')} in the baseline`] : []),
    ...unreadParts(report.gaps).map(paint.yellow),
    ...(report.acceptedGaps.length > 0
      ? [`${counted(report.acceptedGaps.length, 'part')} not read, in the baseline`]
      : []),
    ...(report.bugs.length > 0 ? [paint.red(counted(report.bugs.length, 'internal error'))] : []),
  ];
  if (report.verdict !== 'incomplete')
    return [`${problems || paint.green('No findings')} in ${of}`, ...rest].join('; ');
  return [`${paint.yellow('Incomplete')}: ${problems || 'no findings'} in ${of}`, ...rest].join('; ');
}

function countedMigrations({ files }: Report, count: number): string {
  const isBack = files.some(({ judged, direction }) => judged && direction === 'down');
  return isBack ? `${count} ${count === 1 ? 'way' : 'ways'} back` : counted(count, 'migration');
}
