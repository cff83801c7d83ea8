// Draws docs/images/comment.png, the picture of the comment in the README: the report on the first outage of the README as GitHub shows it.
// Needs Chromium; run it when the comment's text has changed: `npx tsx scripts/draw-comment.ts`.

import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { chromium } from 'playwright-core';
import { rules } from '../rules/index.ts';
import { nodeHost } from '../src/cli/host.ts';
import { defaultConfig } from '../src/config/config.ts';
import { lint } from '../src/lint.ts';
import { pullRequestReport } from '../src/reporters/pull-request.ts';

const style = `
  body { margin: 0; padding: 24px; width: 900px; background: #fff; font: 14px/1.5 "Liberation Sans", Arial, sans-serif; color: #1f2328 }
  article { border: 1px solid #d1d9e0; border-radius: 6px }
  header { padding: 8px 16px; background: #f6f8fa; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; color: #59636e }
  header b { color: #1f2328 }
  header span { border: 1px solid #d1d9e0; border-radius: 2em; padding: 0 7px; font-size: 12px; margin-left: 4px }
  main { padding: 16px }
  main > :first-child { margin-top: 0 } main > :last-child { margin-bottom: 0 }
  h2 { font-size: 21px; border-bottom: 1px solid #d1d9e0b3; padding-bottom: .3em } h3 { font-size: 17.5px }
  table { border-collapse: collapse; margin-bottom: 16px } th, td { border: 1px solid #d1d9e0; padding: 6px 13px }
  code { background: #818b981f; border-radius: 6px; padding: .2em .4em; font: 12px "Liberation Mono", monospace }
  pre { background: #f6f8fa; border-radius: 6px; padding: 16px; overflow: hidden } pre code { background: none; padding: 0 }
  summary { margin-bottom: 12px } a { color: #0969da; text-decoration: none }`;

const cwd = 'fixtures/incidents/circle-2024-11-14';
const host = nodeHost(cwd);
const paths = ['migrations/20241114143000_posts_user_foreign_key.sql'];
const request = { paths, mode: 'all', history: true, allowEmpty: false, config: defaultConfig(host.cwd) } as const;
const report = await lint({ rules, request, host, timelines: true });
const { text } = pullRequestReport(report, { limit: 65_536, allowIncomplete: false, notices: [] });
const body = micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
const open = body.replace('<details>', '<details open>');
const page = `<!doctype html><meta charset="utf-8"><style>${style}</style>
  <article><header><b>github-actions</b> <span>bot</span> commented now</header><main>${open}</main></article>`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const tab = await browser.newPage({ viewport: { width: 950, height: 600 } });
await tab.setContent(page);
await tab.screenshot({ path: 'docs/images/comment.png', fullPage: true });
await browser.close();
