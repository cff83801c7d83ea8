// What ends the page: findings that are allowed or in the baseline, notes, and what the rules that reported are about.
import type { ReportingDescriptor } from 'sarif';
import { bySeverity, type Finding, type Report } from '../../findings/finding.ts';
import { openFindings } from '../../findings/report.ts';
import type { Gap } from '../../source/gap.ts';
import type { ReportContext } from '../format.ts';
import { ruleDescriptors } from '../sarif-rules.ts';
import { counted, oneLine } from '../terminal.ts';
import { html, type Markup, sentence } from './markup.ts';

export function* endnotes(report: Report, context: ReportContext, rules: readonly string[]): Generator<Markup> {
  yield* suppressedMarkup(report);
  yield* notesMarkup(report);
  yield* rulesMarkup(report, context, rules);
}

function* suppressedMarkup({ findings, acceptedGaps }: Report): Generator<Markup> {
  const suppressed = findings.filter(({ status }) => status !== 'open').sort(bySeverity);
  const count = suppressed.length + acceptedGaps.length;
  if (count === 0) return;
  yield html`
<section class="endnote" aria-labelledby="suppressed"><details open><summary><h2 id="suppressed">Allowed or in the baseline</h2> <span class="about">${count}</span></summary>
<table class="plain"><thead><tr><th scope="col">Place</th><th scope="col">Rule</th><th scope="col">Finding</th><th scope="col">Why it does not count</th></tr></thead>
<tbody>${suppressed.map(suppressedRow)}${acceptedGaps.map(gapRow)}
</tbody></table></details></section>`;
}

const suppressedRow = ({ file, span, rule, severity, message, status, reason }: Finding): Markup => html`
<tr><td data-label="Place"><code>${oneLine(file)}:${span.start.line}</code></td><td data-label="Rule"><span class="badge ${severity}">${severity}</span> ${rule}</td><td data-label="Finding">${sentence(message)}</td><td data-label="Why it does not count">${status}${reason !== undefined && html`: ${sentence(reason)}`}</td></tr>`;

const gapRow = ({ file, span, reason }: Gap): Markup => html`
<tr><td data-label="Place"><code>${oneLine(file)}${span && `:${span.start.line}`}</code></td><td data-label="Rule"><span class="badge unread">not read</span></td><td data-label="Finding">${sentence(reason)}</td><td data-label="Why it does not count">in the baseline</td></tr>`;

function* notesMarkup({ notes, historyGaps }: Report): Generator<Markup> {
  const [example] = historyGaps;
  const place = example && `${oneLine(example.file)}${example.span ? `:${example.span.start.line}` : ''}`;
  const items = notes.map((note) => html`<li>${sentence(note)}</li>`);
  if (place !== undefined) {
    const parts = counted(historyGaps.length, 'part');
    items.push(
      html`<li>${parts} of earlier migrations could not be read (the first: <code>${place}</code>), so less is certain about the schema.</li>`,
    );
  }
  if (items.length > 0)
    yield html`\n<section class="endnote" aria-labelledby="notes"><h2 id="notes">Notes</h2>\n<ul>${items}</ul></section>`;
}

function* rulesMarkup(report: Report, context: ReportContext, ids: readonly string[]): Generator<Markup> {
  if (ids.length === 0) return;
  const known = new Map(context.rules.map((rule) => [rule.id, rule]));
  const items = ruleDescriptors(openFindings(report), context).map((rule) => {
    const { id } = rule;
    const sources = (known.get(id)?.sources ?? []).filter((source) => source.startsWith('https://'));
    const links = sources.map(
      (source) => html` <a href="${source}" rel="noreferrer">${source.replace(/^https:\/\/(?:www\.)?/, '')}</a>`,
    );
    return html`
<dt id="rule${ids.indexOf(id) + 1}">${id}${known.has(id) && html` <code>migration-lint rule ${id}</code>`}</dt>
<dd><p class="what">${sentence(rule.shortDescription?.text ?? '')}</p><p>${sentence(whyOf(rule))}</p>${links.length > 0 && html`<p class="sources">Sources:${links}</p>`}</dd>`;
  });
  yield html`\n<section class="endnote" aria-labelledby="rules"><h2 id="rules">What the rules are about</h2>\n<dl>${items}</dl></section>`;
}

/** Of a rule of the tool's own, which has no page, what to do. */
function whyOf({ shortDescription, fullDescription, help }: ReportingDescriptor): string {
  const full = fullDescription?.text ?? '';
  return full.replace(/\.$/, '') === shortDescription?.text ? (help?.text ?? '') : full;
}
