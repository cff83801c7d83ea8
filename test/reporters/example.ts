// One report with every case that a format has to show: open findings of each severity, one allowed, one in the baseline, one about a
// file as a whole, an allowance for nothing, a part that was not read, a fault of ours and a clean file.
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nodeHost } from '../../src/cli/host.ts';
import { defaultConfig } from '../../src/config/config.ts';
import type { Report } from '../../src/findings/finding.ts';
import { fingerprintOf } from '../../src/findings/fingerprint.ts';
import { lint } from '../../src/lint.ts';
import type { ReportContext } from '../../src/reporters/format.ts';
import { noPaint } from '../../src/reporters/terminal.ts';
import { sampleRules } from '../cli/sample-rules.ts';
import { repository } from '../selection/repository.ts';

const project = resolve(import.meta.dirname, '../../fixtures/reports/project');

const page = `# sample

## The hazard

Writes wait, whatever they are.

\`\`\`sql given
CREATE TABLE a (id bigint);
\`\`\`

\`\`\`sql unsafe pg>=18
DROP TABLE a;
\`\`\`

\`\`\`text locks
nothing to see
\`\`\`

## What to do

Wait as well.
`;

export const exampleContext: ReportContext = {
  display: { width: 100, paint: noPaint },
  version: '1.2.3',
  rules: sampleRules,
  page: () => page,
  failOn: 'error',
  allowIncomplete: false,
};

/** `before`: text to put before the project's SQL, which moves all of it. */
export async function exampleReport({ before = '' } = {}): Promise<Report> {
  const { path, git, write } = repository();
  const isOld = (name: string) => /^00[12]/.test(name);
  cpSync(project, path, { recursive: true });
  const migrations = readdirSync(join(path, 'migrations'));
  git('add', ...migrations.filter(isOld).map((name) => `migrations/${name}`));
  git('commit', '-q', '-m', 'x');
  for (const name of migrations.filter((each) => !isOld(each))) {
    write({ [`migrations/${name}`]: before + readFileSync(join(path, 'migrations', name), 'utf8') });
  }
  write({ 'migrations/002_edited.sql': 'CREATE TABLE tags (id int PRIMARY KEY);\n' });
  const config = defaultConfig(path);
  const sql = 'DROP TABLE legacy';
  const entry = {
    rule: 'sample-dropped-table',
    file: 'migrations/004_accepted.sql',
    statement: sql,
    fingerprint: fingerprintOf(sql),
    count: 1,
  };
  const report = await lint({
    rules: sampleRules,
    request: { paths: [], mode: 'new', history: true, config },
    host: nodeHost(path),
    baseline: { entries: { name: 'migration-lint.baseline.json', entries: [entry] } },
    timelines: true,
  });
  return { ...report, bugs: report.bugs.map(({ stack: _, ...bug }) => bug) };
}
