// What each format makes of the example: fixtures/reports/<format>. `npm run generate` writes them anew, to be reviewed as a diff.
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { type ReportFormat, reportFormats } from '../../src/reporters/format.ts';
import { renderReport } from '../../src/reporters/render.ts';
import { exampleContext, exampleReport } from './example.ts';

const folder = resolve(import.meta.dirname, '../../fixtures/reports');
const names: Readonly<Record<ReportFormat, string>> = {
  text: 'text.txt',
  json: 'report.json',
  markdown: 'summary.md',
  github: 'github.txt',
  sarif: 'report.sarif',
  gitlab: 'gitlab.json',
  junit: 'junit.xml',
  checkstyle: 'checkstyle.xml',
  rdjson: 'rdjson.json',
  html: 'report.html',
};

const report = await exampleReport();

test.each(reportFormats)('%s', async (format) => {
  const output = [...(await renderReport(format, report, exampleContext))].join('');
  await expect(output).toMatchFileSnapshot(join(folder, names[format]));
});
