// SARIF 2.1.0, for code scanning and editors: every finding, those that are allowed or in the baseline as suppressed; what could not
// be read as notifications of the run. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import type { Fix, Invocation, Location, Log, Notification, Result, Suppression } from 'sarif';
import type { Finding, Report, Severity } from '../findings/finding.ts';
import { type Identity, identities } from '../findings/identity.ts';
import type { Replacement } from '../findings/replacement.ts';
import type { Span } from '../source/source-text.ts';
import type { ReportContext } from './format.ts';
import { strictJsonText, wellFormed } from './inert.ts';
import { itemOf } from './items.ts';
import { notificationDescriptors, ruleDescriptors } from './sarif-rules.ts';
import { visible } from './terminal.ts';

export function sarifReport(report: Report, context: Pick<ReportContext, 'version' | 'rules' | 'page'>): string {
  const findings = [...report.findings, ...report.unusedAllowances];
  const known = identities(findings);
  const rules = ruleDescriptors(findings, context);
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'migration-lint',
            semanticVersion: context.version,
            rules,
            notifications: notificationDescriptors,
          },
        },
        invocations: [invocationOf(report)],
        originalUriBaseIds: {
          '%SRCROOT%': {
            description: {
              text: 'The root of the repository; the folder in which migration-lint ran where there is none.',
            },
          },
        },
        artifacts: report.files
          .filter(({ judged }) => judged)
          .map(({ path }) => ({
            location: artifactOf(path),
            roles: ['analysisTarget'],
            sourceLanguage: 'sql',
          })),
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => ({
          ruleIndex: ruleIndex.get(finding.rule),
          ...resultOf(finding, known.get(finding), report.baseline?.name),
        })),
        properties: { postgres: report.postgres, verdict: report.verdict },
      },
    ],
  };
  return strictJsonText(log);
}

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

function resultOf(finding: Finding, identity: Identity | undefined, baseline: string | undefined): Result {
  const { rule, severity, file, related, instead, remedy, replacement } = finding;
  const { message, more, span } = itemOf(finding);
  return {
    ruleId: rule,
    level: levels[severity],
    message: messageOf([message, ...more].join(' ')),
    locations: [locationOf(file, span)],
    ...(related.length > 0 ? { relatedLocations: related.map(relatedLocation) } : {}),
    // The key that GitHub's upload adds is made of the line's text; this one is made of the statement.
    partialFingerprints: identity ? { 'statement/v1': identity.unique } : {},
    suppressions: suppressionsOf(finding, baseline),
    ...(replacement ? { fixes: [fixOf(file, replacement)] } : {}),
    ...(instead === undefined
      ? {}
      : { properties: { instead: visible(instead), ...(remedy ? { remedy: visible(remedy.code) } : {}) } }),
  };
}

const relatedLocation = ({ file, span, message }: Finding['related'][number], at: number): Location => ({
  id: at + 1,
  ...locationOf(file, span),
  message: messageOf(message),
});

/** Without columns a region is of whole lines, the last line break not in it (3.30.8). */
const fixOf = (file: string, { startLine, endLine, text }: Replacement): Fix => ({
  description: { text: 'Write the safe SQL in place of the statement.' },
  artifactChanges: [
    {
      artifactLocation: artifactOf(file),
      replacements: [{ deletedRegion: { startLine, endLine }, insertedContent: { text } }],
    },
  ],
});

function suppressionsOf({ status, reason }: Finding, baseline: string | undefined): Suppression[] {
  if (status === 'allowed')
    return [{ kind: 'inSource', status: 'accepted', ...(reason ? { justification: visible(reason) } : {}) }];
  if (status === 'in the baseline')
    return [
      { kind: 'external', status: 'accepted', justification: `In the baseline ${visible(baseline ?? '')}`.trim() },
    ];
  return [];
}

/** In a message `[text](target)` is a link and braces are placeholders (3.11.5, 3.11.6): here both are text. */
const messageOf = (text: string) => ({
  text: visible(text).replaceAll('{', '{{').replaceAll('}', '}}').replaceAll('](', '] ('),
});

/** Where it is about the whole file, its first line: code scanning shows nothing without one. */
function locationOf(file: string, span: Span | undefined): Location {
  const region = span && {
    startLine: span.start.line,
    startColumn: span.start.column,
    endLine: span.end.line,
    endColumn: span.end.column,
  };
  return { physicalLocation: { artifactLocation: artifactOf(file), region: region ?? { startLine: 1 } } };
}

/** Paths are relative to the working directory; one on another drive is not. */
function artifactOf(path: string) {
  const parts = wellFormed(path).split('/').map(encodeURIComponent);
  if (path.startsWith('/')) return { uri: `file://${parts.join('/')}` };
  return /^[a-z]:\//i.test(path)
    ? { uri: `file:///${parts.join('/')}` }
    : { uri: parts.join('/'), uriBaseId: '%SRCROOT%' };
}

function invocationOf({ gaps, bugs, notes }: Report): Invocation {
  const notifications: Notification[] = [
    ...gaps.map(({ file, span, kind, reason }) =>
      notification('not-read', 'warning', `Not read (${kind}): ${reason}`, locationOf(file, span)),
    ),
    ...bugs.map(({ file, span, where, message }) =>
      notification(
        'internal-error',
        'error',
        `A fault of migration-lint in ${where}: ${message}`,
        locationOf(file, span),
      ),
    ),
    ...notes.map((note) => notification('note', 'note', note)),
  ];
  return { executionSuccessful: bugs.length === 0, toolExecutionNotifications: notifications };
}

const notification = (id: string, level: Notification['level'], text: string, location?: Location): Notification => ({
  descriptor: { id, index: notificationDescriptors.findIndex((descriptor) => descriptor.id === id) },
  level,
  message: messageOf(text),
  ...(location ? { locations: [location] } : {}),
});
