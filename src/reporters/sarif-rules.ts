// What a SARIF log says of the rules that its results name: summary, severity, and their pages as help.
import type { ReportingDescriptor } from 'sarif';
import type { Finding, Severity } from '../findings/finding.ts';
import type { Rule } from '../rule.ts';
import type { ReportContext } from './format.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;
/** Code scanning's words. */
const problemSeverities: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'recommendation',
};

/** Code scanning wants them all. */
const described = (id: string, text: string, help: string): ReportingDescriptor => ({
  id,
  shortDescription: { text },
  fullDescription: { text: `${text}.` },
  help: { text: help },
});

const ownDescriptors: readonly ReportingDescriptor[] = [
  described(
    'unused-allowance',
    'A comment allows what is not found',
    'Remove the comment; a later finding there would go unseen.',
  ),
  described(
    'invalid-allowance',
    'A comment that is to allow something is misspelt or lacks its reason',
    'Write -- migration-lint-allow <rule>: reason.',
  ),
  described(
    'applied-migration-edited',
    'A migration is changed that databases have applied already',
    'Leave it as it was, and write the change as a new migration.',
  ),
];

export const notificationDescriptors: ReportingDescriptor[] = [
  described(
    'not-read',
    'A part of a migration could not be read',
    'Nothing is known of it: correct it, or look at it yourself.',
  ),
  described(
    'internal-error',
    'A fault of migration-lint',
    'The rule did not judge the statement; please report it with the statement.',
  ),
  described('note', 'What was judged, and what was left out', 'It needs no answer.'),
];

/** Those that findings name, each once. */
export function ruleDescriptors(
  findings: readonly Finding[],
  { rules, page }: Pick<ReportContext, 'rules' | 'page'>,
): ReportingDescriptor[] {
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  return [...new Set(findings.map(({ rule }) => rule))].map((id) => {
    const rule = known.get(id);
    return rule ? ruleDescriptor(rule, page(id)) : (ownDescriptors.find((own) => own.id === id) ?? { id });
  });
}

function ruleDescriptor({ id, summary, severity, concern, sources }: Rule, page: string): ReportingDescriptor {
  const help = helpOf(page, sources);
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: sectionOf(page, 'The hazard') || summary },
    help: { text: withoutMarks(help) || summary, markdown: help || summary },
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: ['postgresql', 'migrations', concern],
      precision: 'high',
      'problem.severity': problemSeverities[severity],
    },
  };
}

/** The first paragraph of a section, as one line. */
function sectionOf(page: string, title: string): string {
  const [, section = ''] = page.split(new RegExp(`^## ${title}\n+`, 'm'));
  const [paragraph = ''] = section.split(/\n\n|\n```/);
  return paragraph.replace(/\s+/g, ' ').trim();
}

/** The page without its title and what is there as a test: the schema given, findings and locks. */
function helpOf(page: string, sources: readonly string[]): string {
  const text = page
    .replace(/^# .*\n+/, '')
    .replace(/^```(?:sql given|sql advice|text findings|text locks)[^\n]*\n[\s\S]*?^```\n+/gm, '')
    .replace(/^```sql .*$/gm, '```sql')
    .trim();
  if (text === '' || sources.length === 0) return text;
  return `${text}\n\n## Sources\n\n${sources.map((source) => `- <${source}>`).join('\n')}`;
}

const withoutMarks = (markdown: string): string => markdown.replace(/^(?:#+ |```.*\n)/gm, '').trim();
