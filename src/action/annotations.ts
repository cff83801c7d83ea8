// Annotations on the lines of the findings, as many as GitHub keeps of a step; one more says how many are left out.
// https://docs.github.com/actions/reference/limits: ten errors, ten warnings and ten notices of a step.
import type { Severity } from '../findings/finding.ts';
import { annotation } from '../reporters/github.ts';
import type { Item } from '../reporters/items.ts';
import { counted } from '../reporters/terminal.ts';

const mostOfStep = 10;

export type Taken = Readonly<Record<Severity, number>>;

/** Workflow commands, one a line; `taken`: what the step annotates beside. The worst come first, in the order of the report. */
export function annotationLines(items: readonly Item[], taken: Taken): string[] {
  const all = (severity: Severity): Item[] => items.filter((item) => item.severity === severity);
  const left = (severity: Severity): number => Math.max(mostOfStep - taken[severity], 0);
  const fits = (['error', 'warning', 'info'] as const).every((severity) => all(severity).length <= left(severity));
  // Where there is more to say, the last notice says so.
  const shown = [
    ...all('error').slice(0, left('error')),
    ...all('warning').slice(0, left('warning')),
    ...all('info').slice(0, fits ? left('info') : Math.max(left('info') - 1, 0)),
  ];
  const lines = shown.map(annotation);
  if (fits) return lines;
  const rest = counted(items.length - shown.length, 'more problem');
  return [
    ...lines,
    `::notice title=migration-lint::${rest} without an annotation: GitHub shows ten of a kind. The job summary has all.`,
  ];
}
