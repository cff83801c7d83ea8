// How the page looks: light and dark, wide and narrow, on screen and on paper. A constant: the page's policy names its hash.
import { tableStyle } from './table-style.ts';

const colours = `
:root {
  color-scheme: light dark;
  --page: #f4f5f7; --card: #fff; --ink: #1b2330; --dim: #5b6677; --line: #dfe3e9; --soft: #f7f8fa; --link: #1f5fc4;
  --error: #b42318; --error-soft: #fef1ef; --warning: #8a5200; --warning-soft: #fff6e5; --info: #2559b0; --info-soft: #eef4fe;
  --safe: #1a6b3c; --safe-soft: #f0f9f3; --safe-line: #b8dec7; --unread: #6b3fa0; --unread-soft: #f6f1fd;
  --reads: #d92d20; --reads-soft: #fbdcd8; --reads-ink: #7a150d;
  --writes: #d98200; --writes-soft: #fdebc8; --writes-ink: #653d00;
  --schema: #7c93b5; --schema-soft: #e6ecf5; --schema-ink: #34486a;
  --keyword: #8430a8; --string: #1a6b3c; --number: #a04a00; --comment: #667085;
  --mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #0f131a; --card: #171c25; --ink: #e4e8ef; --dim: #98a3b5; --line: #2b3340; --soft: #1c222d; --link: #82b1ff;
    --error: #ff8a80; --error-soft: #2d1a1b; --warning: #f5b950; --warning-soft: #2a2214; --info: #8ab6ff; --info-soft: #182337;
    --safe: #7ed6a0; --safe-soft: #14251c; --safe-line: #2c5540; --unread: #c9a6f5; --unread-soft: #241b33;
    --reads: #f2645a; --reads-soft: #4a1d1b; --reads-ink: #ffd2cd;
    --writes: #e3a02f; --writes-soft: #41300f; --writes-ink: #fde3b0;
    --schema: #6d88b5; --schema-soft: #223047; --schema-ink: #c6d5ef;
    --keyword: #d3a0f0; --string: #8fd6a8; --number: #f0b27a; --comment: #8b95a7;
  }
}`;

const page = `
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
header.top, main, footer { max-width: 96rem; margin: 0 auto; padding: 0 1.5rem; }
h1, h2, h3, p, ul, ol, dl, pre { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: var(--link); }
code, pre, .migration h2, .rule, .lane .name, dt { font-family: var(--mono); font-size: .9em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0; padding: 0; }
[hidden] { display: none !important; }
header.top { padding-top: 2rem; }
.brand { font-weight: 650; color: var(--dim); }
.brand span { font-weight: 400; margin-left: .5rem; }
h1 { font-size: 2rem; line-height: 1.25; letter-spacing: -.01em; display: flex; flex-wrap: wrap; align-items: center; gap: .3rem 1rem; margin: .2rem 0 .4rem; }
.outcome { font-size: .9rem; font-weight: 600; letter-spacing: 0; border-radius: 99px; padding: .25rem .8rem; }
.fails { color: var(--error); background: var(--error-soft); box-shadow: inset 0 0 0 1px var(--error); }
.passes { color: var(--safe); background: var(--safe-soft); box-shadow: inset 0 0 0 1px var(--safe); }
.summary { color: var(--dim); max-width: 70ch; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1.1rem 0; }
.counts li:not(:has(button)), .counts button { border: 1px solid var(--line); border-radius: 8px; background: var(--card); padding: .35rem .8rem; }
.counts b { font-size: 1.15em; }
button { font: inherit; color: inherit; cursor: pointer; }
.counts button:hover { border-color: var(--dim); }
.counts button[aria-pressed]::before { content: "\\2713"; display: inline-block; width: 1.1em; margin-right: .25em; color: var(--dim); font-weight: 700; }
.counts button[aria-pressed=false] { opacity: .65; border-style: dashed; } .counts button[aria-pressed=false]::before { content: ""; }
.counts .quiet-ones { margin-left: auto; }
.counts .quiet-ones, .counts .folds { color: var(--dim); font-size: .9em; }
.counts .error b, .counts .fault b { color: var(--error); } .counts .warning b { color: var(--warning); }
.counts .info b { color: var(--info); } .counts .unread b { color: var(--unread); }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.3rem; font-size: .85rem; color: var(--dim); margin-bottom: 1.1rem; }
.legend li::before { content: ""; display: inline-block; width: 1.6em; height: .85em; margin-right: .45em; border-radius: 3px; vertical-align: -.05em; }
.legend .works::before { width: .7em; height: .7em; border-radius: 50%; background: var(--dim); }
.legend .bracket::before { width: .6em; height: 1em; border: 2px solid var(--dim); border-right: 0; border-radius: 4px 0 0 4px; }
nav { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .4rem 1rem; margin-bottom: 1.1rem; max-height: 22rem; overflow: auto; }
nav li { display: flex; flex-wrap: wrap; gap: .1rem 1rem; justify-content: space-between; padding: .3rem 0; }
nav li + li { border-top: 1px solid var(--line); }
nav a { font-family: var(--mono); font-size: .9em; overflow-wrap: anywhere; text-decoration: none; }
nav a:hover { text-decoration: underline; }
.badges { display: inline-flex; flex-wrap: wrap; gap: .35rem; }
.badge, .tag { font-size: .78rem; font-weight: 600; border-radius: 5px; padding: .1rem .5rem; white-space: nowrap; }
.badge.clean { color: var(--safe); background: var(--safe-soft); }
.error.badge, .fault.badge, .error .tag, .fault .tag { color: var(--error); background: var(--error-soft); }
.warning.badge, .warning .tag { color: var(--warning); background: var(--warning-soft); }
.info.badge, .info .tag { color: var(--info); background: var(--info-soft); }
.unread.badge, .unread .tag { color: var(--unread); background: var(--unread-soft); }
.migration, .fold, .endnote { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin-bottom: 1.1rem; }
.many .migration { content-visibility: auto; contain-intrinsic-size: auto 3rem; }
.many .migration[open] { contain-intrinsic-size: auto 40rem; }
.fold .migration { margin: 0; border-width: 1px 0 0; border-radius: 0; background: none; }
summary { cursor: pointer; padding: .7rem 1rem; }
summary:hover { background: var(--soft); border-radius: 10px; }
.migration > summary { display: flex; flex-wrap: wrap; align-items: center; gap: .2rem .9rem; list-style: none; }
.migration > summary::-webkit-details-marker { display: none; }
.migration > summary::before { content: "\\25b8"; color: var(--dim); width: .8em; transition: transform .1s; }
.migration > summary h2 { max-width: calc(100% - 2rem); }
.migration[open] > summary::before { transform: rotate(90deg); }
.migration > summary .badges { margin-left: auto; }
.migration h2 { font-size: 1rem; overflow-wrap: anywhere; }
.about { color: var(--dim); font-size: .85rem; }
.empty { padding: 0 1rem .8rem; color: var(--dim); }
.empty:empty { display: none; }
.migration > .entry, .migration > .safe { margin: 0 1rem .8rem; }
.endnote { padding: .8rem 1rem; }
.endnote h2 { font-size: 1.05rem; display: inline; }
.endnote ul { margin-top: .5rem; } .endnote li { padding: .15rem 0; max-width: 90ch; overflow-wrap: anywhere; }
.endnote summary { padding: 0; } .endnote summary:hover { background: none; }
.plain { width: 100%; border-collapse: collapse; margin-top: .6rem; font-size: .92em; }
.plain th { text-align: left; color: var(--dim); font-weight: 500; }
.plain th, .plain td { padding: .4rem 1rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
.plain tbody tr:last-child td { border-bottom: 0; }
dt { font-weight: 600; margin-top: 1rem; } dt code { font-weight: 400; color: var(--dim); margin-left: .6rem; }
dd { margin: .15rem 0 0; max-width: 90ch; overflow-wrap: anywhere; }
.what { font-weight: 600; } .endnote dd p + p { margin-top: .25rem; }
.sources { font-size: .85rem; color: var(--dim); } .sources a { margin-left: .6em; }
footer { color: var(--dim); font-size: .85rem; padding-bottom: 2.5rem; }
:target { scroll-margin-top: 4rem; }
dt:target, .entry:target { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 6px; }`;

const entries = `
.entry { position: relative; margin: .7rem 0 0; padding: .55rem .85rem .65rem; border-left: 4px solid var(--line); border-radius: 4px 8px 8px 4px; background: var(--soft); }
.entry.error, .entry.fault { border-color: var(--error); background: var(--error-soft); }
.entry.warning { border-color: var(--warning); background: var(--warning-soft); }
.entry.info { border-color: var(--info); background: var(--info-soft); }
.entry.unread { border-color: var(--unread); background: var(--unread-soft); }
.entry h3 { font-size: .92rem; font-weight: 400; display: flex; flex-wrap: wrap; gap: .1rem .7rem; align-items: baseline; }
.entry .tag { padding: 0; background: none; text-transform: uppercase; letter-spacing: .04em; }
.rule { color: inherit; font-weight: 600; text-decoration-color: var(--dim); text-underline-offset: 3px; overflow-wrap: anywhere; }
.rule:empty { display: none; }
.at { color: var(--dim); font-size: .85rem; }
.anchor { position: absolute; top: .5rem; right: .8rem; color: var(--dim); text-decoration: none; opacity: 0; }
.entry:hover .anchor, .anchor:focus { opacity: 1; }
.message { max-width: 80ch; overflow-wrap: anywhere; }
.entry ul { margin-top: .25rem; font-size: .9rem; color: var(--dim); }
.entry li { position: relative; padding-left: 1.1em; max-width: 85ch; overflow-wrap: anywhere; }
.entry li::before { content: "\\2013"; position: absolute; left: 0; }
.hide-error .entry.error, .hide-warning .entry.warning, .hide-info .entry.info, .hide-unread .entry.unread, .hide-fault .entry.fault,
.hide-error .badge.error, .hide-warning .badge.warning, .hide-info .badge.info, .hide-unread .badge.unread, .hide-fault .badge.fault { display: none; }
.hide-quiet tr.quiet { display: none; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; line-height: 1.55; }
pre code { font-size: .87rem; }
.l { display: block; min-height: 1.55em; padding-left: 2ch; text-indent: -2ch; }
[data-n] { position: relative; padding-left: calc(4ch + 1.2rem + 2ch); }
[data-n]::before { content: attr(data-n); position: absolute; left: 0; width: 4ch; text-align: right; text-indent: 0; color: var(--dim); opacity: .75; user-select: none; }
.k { color: var(--keyword); } .s { color: var(--string); } .n { color: var(--number); } .c { color: var(--comment); font-style: italic; }
.rest summary { padding: .2rem 0 .2rem calc(4ch + 1.2rem); color: var(--link); font-size: .85rem; }
.safe { margin: .7rem 0 0; border: 1px solid var(--safe-line); border-radius: 8px; background: var(--safe-soft); }
.safe .bar { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding: .3rem .5rem .3rem .85rem; min-height: 2.4rem; color: var(--safe); font-size: .85rem; font-weight: 650; border-bottom: 1px solid var(--safe-line); }
.safe .for { font: .8rem var(--mono); color: var(--dim); margin-left: .5rem; }
.safe pre { padding: .6rem .85rem .7rem; }
.copy { font-size: .82rem; border: 1px solid var(--safe-line); border-radius: 6px; background: var(--card); padding: .15rem .8rem; min-width: 5.5rem; color: var(--safe); }
.copy:hover { border-color: var(--safe); } .copy.done { background: var(--safe); color: var(--card); }`;

/** All of it. */
export const style = `${colours}${page}${entries}${tableStyle}\n`;
