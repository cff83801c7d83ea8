// Gives findings the status of allowed where the user of another linter has suppressed what that tool would say of the same.
import type { SuppressingTool } from '../config/suppressing-tools.ts';
import type { Equivalents, Rule } from '../rule.ts';
import { complaint } from './complaint.ts';
import type { Finding } from './finding.ts';
import type { ForeignSuppression } from './foreign-comments.ts';
import { grouped } from './grouped.ts';
import { isOfRule } from './own-ids.ts';
import { type CommentedFile, enclosingOrNext, type Target, targetOf } from './target.ts';

export interface SuppressionInput extends CommentedFile {
  readonly suppressions: readonly ForeignSuppression[];
  readonly rules: readonly Pick<Rule, 'id' | 'equivalents'>[];
}

interface Applied {
  readonly suppression: ForeignSuppression;
  /** Ours; undefined: all. */
  readonly rules: ReadonlySet<string> | undefined;
  readonly target: Target | undefined;
  used: boolean;
}

/** The findings with their status, and what suppresses nothing as findings of severity info: the other tool may need it still. */
export function applySuppressions(input: SuppressionInput): { findings: Finding[]; complaints: Finding[] } {
  const applied = input.suppressions.map((suppression): Applied => {
    const { reach, span, file } = suppression;
    const targets = input.targets(file);
    const target =
      reach === 'line' ? targetOf(span, targets) : reach === 'next' ? enclosingOrNext(span, targets) : undefined;
    return { suppression, rules: ourRules(suppression, input.rules), target, used: false };
  });
  const findings = suppress(input, applied);
  const unused = applied.filter((each) => !each.used && isStale(each, input));
  return { findings, complaints: unused.map((each) => unusedComplaint(each, input)) };
}

const keys: Readonly<Record<SuppressingTool, keyof Equivalents>> = {
  squawk: 'squawk',
  eugene: 'eugene',
  strong_migrations: 'strongMigrations',
};

function ourRules({ tool, names }: ForeignSuppression, rules: SuppressionInput['rules']): Set<string> | undefined {
  if (names.length === 0) return undefined;
  const equal = rules.filter(({ equivalents }) => equivalents?.[keys[tool]]?.some((name) => names.includes(name)));
  return new Set(equal.map(({ id }) => id));
}

function suppress({ findings, file }: SuppressionInput, applied: readonly Applied[]): Finding[] {
  const wide = applied.filter(({ suppression: { reach } }) => reach === 'file' || reach === 'span');
  const near = applied.flatMap((each) => (each.target ? [{ each, target: each.target }] : []));
  const byTarget = grouped(near, ({ target }) => placeOf(target));
  return findings.map((finding) => {
    if (!isOfRule(finding)) return finding;
    const here = (byTarget.get(placeOf(finding)) ?? []).map(({ each }) => each);
    const all = [...here, ...wide.filter((each) => covers(each, finding, file))];
    const found = all.filter(({ rules }) => rules?.has(finding.rule) ?? true);
    for (const each of found) each.used = true;
    const [first] = found;
    return first && finding.status === 'open' ? { ...finding, status: 'allowed', reason: reasonOf(first) } : finding;
  });
}

const placeOf = ({ file, span }: Pick<Target, 'file' | 'span'>): string => `${span.start.offset}\n${file}`;

function covers({ suppression: { reach, file, span } }: Applied, finding: Finding, migration: string): boolean {
  if (reach === 'file') return finding.file === file || file === migration;
  const { start, end } = finding.span;
  return finding.file === file && start.offset >= span.start.offset && end.offset <= span.end.offset;
}

const reasonOf = ({ suppression: { words, text } }: Applied): string => (text === '' ? words : `${words}: ${text}`);

/** Nothing is said of rules of theirs that have no equivalent, nor of what could not be read. */
function isStale({ rules, target, suppression: { names } }: Applied, { isOn, rules: ours }: SuppressionInput): boolean {
  if (target?.unread) return false;
  if (rules === undefined) return true;
  const known = new Set(
    ours.flatMap(({ id, equivalents }) => (isOn(id) ? Object.values(equivalents ?? {}).flat() : [])),
  );
  return names.every((name) => known.has(name));
}

function unusedComplaint({ suppression }: Applied, input: SuppressionInput): Finding {
  const { file, span, words, reach, tool } = suppression;
  const where = reach === 'file' ? 'in this file' : reach === 'span' ? 'here' : 'on the statement';
  const message = `\`${words}\` meets no finding ${where}: remove it, unless ${tool} needs it.`;
  const place = { file, span, text: words };
  return complaint({ rule: 'unused-allowance', severity: 'info', message, place }, input);
}
