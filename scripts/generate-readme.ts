// Rewrites in README.md the output that it shows for its first command, and the table of outages. `npm run generate`; test/readme.test.ts holds it.
import { readFileSync, writeFileSync } from 'node:fs';
import { withIncidents } from '../test/support/incidents.ts';
import { withOutput } from '../test/support/readme.ts';

const before = readFileSync('README.md', 'utf8');
const after = withIncidents(await withOutput(before));
if (after !== before) {
  writeFileSync('README.md', after);
  console.log('wrote README.md');
}
