// `-- migration-lint-allow <rule>[, <rule>…]: reason` and `-- migration-lint-allow-file …`: comments that allow findings, with a
// reason. They give a finding another status and never remove it; one that is malformed or allows nothing is reported itself.
import { didYouMean } from '../config/suggest.ts';
import type { Comment } from '../postgres/statement.ts';
import type { Rule } from '../rule.ts';
import type { SourceText, Span } from '../source/source-text.ts';
import { complaint } from './complaint.ts';
import type { Finding } from './finding.ts';
import { grouped } from './grouped.ts';
import { type CommentedFile, type Target, targetOf } from './target.ts';

/** What every allowance comment holds: a file without it needs no look at its comments. */
export const allowanceMark = 'migration-lint';

export interface AllowanceInput extends CommentedFile {
  readonly comments: readonly Comment[];
  readonly rules: readonly Pick<Rule, 'id' | 'aliases'>[];
}

interface Place {
  readonly file: string;
  readonly span: Span;
  readonly text: string;
  /** The whole comment's. */
  readonly comment: Span;
}

interface Allowance {
  readonly place: Place;
  readonly rule: string;
  /** As written: an alias, perhaps. */
  readonly name: string;
  readonly reason: string;
  readonly wholeFile: boolean;
  readonly target: Target | undefined;
  used: boolean;
}

/** Ids of the tool's own that can be allowed as a rule can. */
const ownIds = ['applied-migration-edited'];

/** The findings with their status, and a finding for each allowance that is wrong or does nothing. */
export function applyAllowances(input: AllowanceInput): { findings: Finding[]; complaints: Finding[] } {
  const complaints: Finding[] = [];
  const complain = (rule: string, place: Place, message: string) => {
    complaints.push(complaint({ rule, severity: 'warning', message, place }, input));
  };
  const allowances = input.comments
    .flatMap((comment) => directivesOf(comment, input.sourceOf(comment.file)))
    .flatMap((place) => readDirective(place, input, (message) => complain('invalid-allowance', place, message)));
  const findings = allow(input, allowances);
  for (const allowance of allowances) {
    if (allowance.used || allowance.target?.unread || !input.isOn(allowance.rule)) continue;
    complain('unused-allowance', allowance.place, whyUnused(allowance));
  }
  return { findings, complaints };
}

function whyUnused({ name, wholeFile, target }: Allowance): string {
  if (!wholeFile && !target) return `No statement follows, so \`${name}\` is allowed nowhere: remove the allowance.`;
  return `\`${name}\` reports nothing ${wholeFile ? 'in this file' : 'on the statement'}: remove the allowance.`;
}

function allow(input: AllowanceInput, allowances: readonly Allowance[]): Finding[] {
  const placed = allowances.filter(({ wholeFile, target }) => wholeFile || target);
  const byKey = grouped(placed, ({ rule, place, wholeFile, target }) =>
    wholeFile || !target ? keyOf(rule, place.file) : keyOf(rule, target.file, target.span),
  );
  return input.findings.map((finding) => {
    const { rule, file, span } = finding;
    // A migration answers for the files that it includes.
    const keys = [keyOf(rule, file, span), keyOf(rule, file), keyOf(rule, input.file)];
    const found = keys.flatMap((key) => byKey.get(key) ?? []);
    for (const allowance of found) allowance.used = true;
    return found[0] ? { ...finding, status: 'allowed', reason: found[0].reason } : finding;
  });
}

const keyOf = (rule: string, file: string, span?: Span): string => `${rule}\n${span?.start.offset ?? ''}\n${file}`;

const directive = /migration-lint(?:[-:]|[ \t]+allow(?:-file)?[ \t:])[^\n\r]*/g;

/** Of a block, and of XML. */
const closing = /(?:\*\/|-->)$/;

/** Each line of a comment that begins as a directive does. */
function directivesOf(comment: Comment, source: SourceText | undefined): Place[] {
  const { file, span } = comment;
  return [...comment.text.matchAll(directive)].flatMap((match) => {
    const lineStart =
      Math.max(comment.text.lastIndexOf('\n', match.index), comment.text.lastIndexOf('\r', match.index)) + 1;
    if (!/^\s*(?:<!--)?[\s*/#-]*$/.test(comment.text.slice(lineStart, match.index))) return [];
    const text = match[0].replace(closing, '').trimEnd();
    const start = span.start.offset + match.index;
    return [{ file, text, span: source ? source.span(start, start + text.length) : span, comment: span }];
  });
}

const usage = 'write `migration-lint-allow <rule>: reason`';

function readDirective(place: Place, input: AllowanceInput, complain: (message: string) => void): Allowance[] {
  const [, word = '', rest = ''] = /^(\S+?):?(?:\s+(.*))?$/.exec(place.text) ?? [];
  const wholeFile = word === 'migration-lint-allow-file';
  if (!wholeFile && word !== 'migration-lint-allow') {
    const apart = /^migration-lint[:\s]\s*allow(-file)?(?=[\s:])/.exec(place.text);
    const joined = apart ? `migration-lint-allow${apart[1] ?? ''}` : word;
    const meant = didYouMean(joined, ['migration-lint-allow', 'migration-lint-allow-file']);
    complain(`\`${word}\` is no directive: nothing is allowed.${meant}`);
    return [];
  }
  const [, names = '', reason = ''] = /^([^:]*)(?::\s*(.*))?$/.exec(rest) ?? [];
  if (names.trim() === '') {
    complain(`The allowance names no rule: ${usage}.`);
    return [];
  }
  if (reason === '') {
    complain(`The allowance has no reason, so it allows nothing: ${usage}.`);
    return [];
  }
  const target = wholeFile ? undefined : targetOf(place.comment, input.targets(place.file));
  return names.split(/[\s,]+/).flatMap((name) => {
    if (name === '') return [];
    const rule = ruleNamed(name, input.rules);
    if (rule !== undefined) return [{ place, rule, name, reason, wholeFile, target, used: false }];
    const known = [...input.rules.map(({ id }) => id), ...ownIds];
    complain(`There is no rule \`${name}\`, so it allows nothing.${didYouMean(name, known)}`);
    return [];
  });
}

function ruleNamed(name: string, rules: AllowanceInput['rules']): string | undefined {
  if (ownIds.includes(name)) return name;
  return rules.find(({ id, aliases }) => id === name || aliases?.includes(name))?.id;
}
