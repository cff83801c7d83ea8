// Rewrites the output that README.md shows for its first command. `npm run generate`; test/readme.test.ts holds it.
import { readFileSync, writeFileSync } from 'node:fs';
import { withOutput } from '../test/support/readme.ts';

const before = readFileSync('README.md', 'utf8');
const after = await withOutput(before);
if (after !== before) {
  writeFileSync('README.md', after);
  console.log('wrote README.md');
}
