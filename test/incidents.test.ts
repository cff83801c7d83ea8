// Outages that migrations caused, as small projects: the command must find what would have prevented each, and no more
// than is written down beside it.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { run } from './cli/run.ts';
import { repository } from './selection/repository.ts';
import { type Incident, incidentsFolder, readIncidents } from './support/incidents.ts';

const real = { rules: async () => rules };

interface JsonFinding {
  rule: string;
  severity: string;
  file: string;
  start: { line: number };
  message: string;
  instead?: string;
}

const incidents = readIncidents();

test.each(incidents)('$organisation, $date: $caughtBy', async (incident) => {
  const { code, findings } = await judged(incident);
  expect(findings.map(({ file, start, severity, rule }) => `${file}:${start.line} ${severity} ${rule}`)).toEqual(
    incident.findings,
  );
  expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...incident.caughtBy]));
  expect(code).toBe(findings.some(({ severity }) => severity === 'error') ? 1 : 0);
});

async function judged(incident: Incident): Promise<{ code: number; findings: JsonFinding[] }> {
  const args = [...(incident.arguments ?? ['--all', '.']), '--format', 'json'];
  const { code, stdout, stderr } = await run(projectOf(incident), args, real);
  expect(stderr).toBe('');
  return { code, findings: (JSON.parse(stdout) as { findings: JsonFinding[] }).findings };
}

/** The folder itself, or a repository of its own whose last commit changes what was applied. */
function projectOf({ name, edited }: Incident): string {
  const folder = join(incidentsFolder, name);
  if (Object.keys(edited).length === 0) return folder;
  const { path, git, commit, write } = repository();
  cpSync(join(folder, 'migrations'), join(path, 'migrations'), { recursive: true });
  commit();
  git('checkout', '-q', '-b', 'edit');
  write(Object.fromEntries(Object.entries(edited).map(([file, text]) => [`migrations/${file}`, text])));
  commit();
  return path;
}

describe('Circle, 2024-11-14, in full', () => {
  const circle = incidents.find(({ name }) => name === 'circle-2024-11-14') as Incident;

  test('the finding names both tables and the way out', async () => {
    const { findings } = await judged(circle);
    const finding = findings.find(({ rule }) => rule === 'validating-foreign-key');
    expect(finding?.message).toBe(
      'Adding the foreign key posts_user_id_fkey makes writes to posts and users wait while every row of posts is checked.',
    );
    expect(finding?.instead).toBe(`-- after the COMMIT, in a transaction of its own
SET lock_timeout = '5s';
ALTER TABLE posts ADD CONSTRAINT posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE NOT VALID;
-- after the COMMIT, in a transaction of its own
ALTER TABLE posts VALIDATE CONSTRAINT posts_user_id_fkey;`);
  });

  test('the text shows both tables with their locks, who waits, and the page', async () => {
    const { stdout } = await run(projectOf(circle), ['--all', '.'], real);
    expect(stdout).toMatch(/posts +SHARE ROW EXCLUSIVE +scan \(foreign-key\) +writes/);
    expect(stdout).toMatch(/users +SHARE ROW EXCLUSIVE +writes/);
    expect(stdout).toContain('VALIDATE CONSTRAINT posts_user_id_fkey;');
    expect(stdout).toContain('migration-lint rule validating-foreign-key');
  });
});
