// Rewrites what is generated from the rules: the blocks in their pages, the table in README.md, docs/rules.md and
// docs/equivalents.md. `npm run generate`
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { rules } from '../rules/index.ts';
import { loadParser } from '../src/postgres/parse.ts';
import { regenerate } from '../test/rules/generated.ts';
import { readPage } from '../test/rules/page.ts';
import { rulesDocument, withRulesTable } from '../test/rules/rules-table.ts';
import { equivalentsDocument } from './equivalents.ts';

await loadParser();
const only = process.argv.slice(2);
for (const { id } of rules) {
  if (only.length > 0 && !only.includes(id)) continue;
  const page = readPage(id);
  if (page.text) write(page.path, regenerate(page));
}
write('docs/rules.md', rulesDocument(rules));
write('docs/equivalents.md', equivalentsDocument());
if (existsSync('README.md')) write('README.md', withRulesTable(readFileSync('README.md', 'utf8'), rules));

function write(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
}
