// How a migration's table looks: brackets of transactions before the statements, lanes of locks behind them. On a narrow screen lanes
// are stripes, and words stand under the statement; on paper everything is shown.

const table = `
.wide, .narrow { width: 100%; table-layout: fixed; border-collapse: separate; border-spacing: 0; border-top: 1px solid var(--line); }
col.tx { width: 1.6rem; } .wide col.lane { width: 9.5rem; } .narrow col.lane { width: 2.6rem; }
thead th { position: sticky; top: 0; z-index: 1; background: var(--card); text-align: left; vertical-align: bottom; font-weight: 500; font-size: .85rem; color: var(--dim); padding: .45rem .5rem .4rem 0; border-bottom: 1px solid var(--line); }
thead .lane { color: var(--ink); padding-left: .3rem; overflow-wrap: anywhere; } thead .lane small { display: block; color: var(--dim); }
.narrow thead .lane { padding: .4rem 0; } .narrow thead .name { display: block; writing-mode: vertical-rl; transform: rotate(180deg); max-height: 10rem; margin: 0 auto; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.narrow thead small { display: none !important; }
tbody td.sql { padding: .75rem 1rem .85rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
tbody tr:last-child > .sql { border-bottom: 0; }
tbody th.tx { position: relative; padding: 0; }
.tx.inside::before { content: ""; position: absolute; left: .7rem; top: 0; bottom: 0; width: .5rem; border-left: 2px solid var(--dim); opacity: .7; }
.tx.begin::before { top: 1rem; border-top: 2px solid var(--dim); border-top-left-radius: 5px; }
.tx.end::before { bottom: .9rem; border-bottom: 2px solid var(--dim); border-bottom-left-radius: 5px; }
.sql > .about { padding-left: calc(4ch + 1.1rem); }
tr:target > .sql { background: var(--soft); }
tbody td.lane { padding: 0; vertical-align: top; border: 0 solid transparent; border-width: 0 .3rem; background-clip: padding-box; font-size: .8rem; line-height: 1.35; }
td.lane > div { position: sticky; top: 3rem; padding: .5rem .5rem .6rem .75rem; overflow-wrap: anywhere; }
td.first { border-top-width: .45rem !important; border-radius: .8rem .8rem 0 0; } td.last { border-bottom-width: .45rem !important; border-radius: 0 0 .8rem .8rem; }
td.first.last { border-radius: .8rem; }
td.reads { background-color: var(--reads-soft); color: var(--reads-ink); box-shadow: inset 4px 0 var(--reads); }
td.writes { background-color: var(--writes-soft); color: var(--writes-ink); box-shadow: inset 4px 0 var(--writes); }
td.schema { background-color: var(--schema-soft); color: var(--schema-ink); box-shadow: inset 4px 0 var(--schema); }
.legend .reads::before { background: var(--reads); } .legend .writes::before { background: var(--writes); } .legend .schema::before { background: var(--schema); }
td.lane b { display: block; font-size: .74rem; letter-spacing: .02em; } .waits, td.lane small { display: block; } .still { opacity: .8; font-size: .74rem; }
.work { display: inline-block; margin-top: .3rem; padding: .05rem .45rem; border-radius: 4px; font-weight: 650; background: var(--card); box-shadow: 0 0 0 1px currentcolor; overflow-wrap: anywhere; }
.narrow td.lane > div { display: none; }
.narrow td.works::after { content: ""; display: block; width: .75rem; height: .75rem; margin: 1rem auto; border-radius: 50%; background: currentcolor; }
.locks { display: none; flex-wrap: wrap; gap: .3rem .9rem; margin: .5rem 0 0 calc(4ch + 1.2rem); font-size: .82rem; color: var(--dim); }
.narrow .locks { display: flex; }
.locks li { border-left: 4px solid var(--line); padding-left: .5rem; overflow-wrap: anywhere; } .locks code { color: var(--ink); }
.locks .reads { border-color: var(--reads); } .locks .writes { border-color: var(--writes); } .locks .schema { border-color: var(--schema); }
.locks .still { opacity: 1; } .locks b { font-size: .76rem; } .locks .waits { display: inline; } .locks .waits::before { content: "\\b7  "; } .locks small::before { content: "("; } .locks small::after { content: ")"; } .locks .work { margin: 0 .1rem; padding: 0 .35rem; }`;

const narrow = `
@media (max-width: 62rem) {
  .wide col.lane { width: 6.4rem; } .narrow col.lane { width: 1.5rem; }
  td.lane > div { padding: .5rem .3rem .5rem .6rem; }
}
@media (max-width: 46rem) {
  header.top, main, footer { padding: 0 .7rem; } header.top { padding-top: 1.2rem; }
  h1 { font-size: 1.6rem; }
  .counts .quiet-ones { margin-left: 0; }
  .migration > summary .badges, .migration > summary .about { margin-left: 1.7rem; }
  col.tx { width: 1rem; } .tx.inside::before { left: .4rem; width: .35rem; }
  .wide col.lane { width: .85rem; } .narrow col.lane { width: .65rem; }
  thead { display: none; }
  tbody td.lane { border-width: 0 .15rem; } td.lane > div { display: none; }
  td.first { border-radius: .6rem .6rem 0 0; } td.last { border-radius: 0 0 .6rem .6rem; } td.first.last { border-radius: .6rem; }
  td.reads { background-color: var(--reads); } td.writes { background-color: var(--writes); } td.schema { background-color: var(--schema); } td.held { box-shadow: none; }
  td.works::after, .narrow td.works::after { content: ""; display: block; width: .45rem; height: .45rem; margin: 1rem auto; border-radius: 50%; background: var(--card); }
  tbody td.sql { padding-right: .5rem; }
  [data-n] { padding-left: 6.5ch; } [data-n]::before { width: 3ch; }
  .rest summary, .sql > .about { padding-left: 4.2ch; }
  .locks { display: flex; flex-direction: column; margin-left: 4.2ch; }
  .entry { padding: .5rem .7rem; } .anchor { display: none; } pre code { font-size: .82rem; }
  .plain thead { display: none; } .plain tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  .plain tr:last-child { border-bottom: 0; }
  .plain td { display: block; padding: .1rem 0; border: 0; }
  .plain td::before { content: attr(data-label) ": "; color: var(--dim); }
}
@media (prefers-reduced-motion: reduce) {
  * { transition: none !important; }
}
@media (forced-colors: active) {
  td.held { border-left: 4px solid CanvasText; }
}`;

const print = `
@media print {
  :root { --page: #fff; }
  body { font-size: 10.5pt; }
  .counts button, .copy, .anchor, nav, summary::before { display: none !important; }
  .many .migration { content-visibility: visible; }
  .migration { border: 0; border-top: 1px solid var(--line); border-radius: 0; }
  thead th, td.lane > div { position: static; }
  td.lane, .entry, .safe, .badge, .work, .legend li::before { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .entry, .safe, pre { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}`;

export const tableStyle = `${table}${narrow}${print}`;
