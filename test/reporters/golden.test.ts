// What each format makes of the example: fixtures/reports/<format>. `npm run generate` writes them anew, to be reviewed as a diff.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { reportFormats } from '../../src/reporters/format.ts';
import { renderReport } from '../../src/reporters/render.ts';
import { exampleContext, exampleReport } from './example.ts';

const folder = resolve(import.meta.dirname, '../../fixtures/reports');
const endings = {
  json: 'json',
  sarif: 'json',
  gitlab: 'json',
  rdjson: 'json',
  junit: 'xml',
  checkstyle: 'xml',
  markdown: 'md',
};

const report = await exampleReport();

test.each(reportFormats)('%s', async (format) => {
  const actual = [...(await renderReport(format, report, exampleContext))].join('');
  const file = join(folder, `${format}.${(endings as Record<string, string>)[format] ?? 'txt'}`);
  if (process.env.UPDATE) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, actual);
  }
  expect(actual).toBe(readFileSync(file, 'utf8'));
});
