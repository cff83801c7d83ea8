// One finding, part not read or fault of ours, as it stands under its statement; and the safe SQL beneath them.
import type { Finding } from '../../findings/finding.ts';
import { withoutRepeats } from '../items.ts';
import { oneLine } from '../terminal.ts';
import { html, type Markup, sentence } from './markup.ts';
import type { Entry, Kind } from './sheets.ts';
import { plainCode, plainSql } from './sql.ts';

/** What the entries of a page need to know of it. */
export interface Links {
  /** The anchor of what the page says of a rule; undefined where it says nothing. */
  readonly rule: (id: string) => string | undefined;
  /** The anchor of the statement at a place; undefined where the page does not show it. */
  readonly place: (file: string, offset: number) => string | undefined;
}

export const kindWords: Readonly<Record<Kind, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  unread: 'not read',
  fault: 'internal error',
};

/** Those of one place. */
export const entriesMarkup = (entries: readonly Entry[], links: Links): Markup[] =>
  withoutRepeats(entries).map((entry) => entryMarkup(entry, links));

function entryMarkup(entry: Entry, links: Links): Markup {
  const { kind, number, message, more, finding, file } = entry;
  const details = more.map((each) => html`<li>${sentence(each)}</li>`);
  const related = (finding?.related ?? []).map((place) => relatedMarkup(place, file, links));
  const points = [...details, ...related];
  return html`
<article class="entry ${kind}" id="f${number}" aria-labelledby="f${number}-h">
<h3 id="f${number}-h"><span class="tag">${kindWords[kind]}</span> ${ruleMarkup(entry, links)} <a class="anchor" href="#f${number}" aria-label="Link to this place">#</a></h3>
<p class="message">${sentence(kind === 'unread' ? message.replace(/^Not read \([a-z-]+\): /, '') : message)}</p>${points.length > 0 && html`\n<ul>${points}</ul>`}
</article>`;
}

function ruleMarkup({ rule, span, finding }: Entry, { rule: anchorOf }: Links): Markup {
  const anchor = finding && anchorOf(rule);
  const name = anchor
    ? html`<a class="rule" href="#${anchor}">${rule}</a>`
    : html`<span class="rule">${finding ? rule : ''}</span>`;
  return span ? html`${name} <span class="at">line ${span.start.line}</span>` : name;
}

function relatedMarkup({ file, span, message }: Finding['related'][number], own: string, { place }: Links): Markup {
  const name = file === own ? html`line ${span.start.line}` : html`<code>${oneLine(file)}:${span.start.line}</code>`;
  const anchor = place(file, span.start.offset);
  return html`<li>${anchor ? html`<a href="#${anchor}">${name}</a>` : name}: ${sentence(message)}</li>`;
}

/** Each way once, even where several rules advise it. The script puts a button to copy into `.safe .bar`. */
export function safeMarkup(entries: readonly Entry[]): Markup[] {
  const ways = new Map<string, Entry[]>();
  for (const entry of entries) {
    const sql = entry.finding?.instead;
    if (sql !== undefined) ways.set(sql, [...(ways.get(sql) ?? []), entry]);
  }
  return [...ways].map(([sql, of]) => {
    const rules =
      ways.size > 1 && html` <span class="for">${[...new Set(of.map(({ rule }) => rule))].join(', ')}</span>`;
    const kinds = [...new Set(of.map(({ kind }) => kind))].join(' ');
    const remedy = of.find(({ finding }) => finding?.remedy)?.finding?.remedy;
    return html`
<div class="safe" data-of="${kinds}"><div class="bar"><span>Safe SQL${rules}</span></div>
${plainSql(sql)}</div>${
      remedy &&
      html`
<div class="safe" data-of="${kinds}"><div class="bar"><span>The same in ${remedy.tool}</span></div>
${plainCode(remedy.code)}</div>`
    }`;
  });
}
