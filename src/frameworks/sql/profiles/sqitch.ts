// Sqitch: changes in the order of its plan, each a script that psql runs, which opens its own transaction.
// https://sqitch.org/docs/manual/sqitchchanges/ (the plan), https://sqitch.org/docs/manual/sqitch-rework/ (name@tag.sql).
import type { MigrationFolder } from '../../framework.ts';
import type { Place, Profile } from '../profile.ts';

export const sqitch: Profile = {
  id: 'sqitch',
  signs: [{ kind: 'here', name: 'sqitch.plan' }],
  files: /^(?:deploy|(?<down>revert))\/(?<version>.+)\.sql$/,
  order: 'number',
  sequence: ofPlan,
  transaction: { scope: 'none', kind: 'explicit' },
  psql: true,
};

/** A change's name, and the tags between it and the next change of that name, of which one is in its scripts' names. */
interface Change {
  readonly name: string;
  readonly tags: readonly string[];
}

function ofPlan({ files, around }: MigrationFolder): Place[] | undefined {
  const plan = around?.text('sqitch.plan');
  if (plan === undefined) return undefined;
  const present = new Set(files);
  return changesOf(plan).flatMap(({ name, tags }, at) =>
    (['up', 'down'] as const).flatMap((direction) => {
      const folder = direction === 'up' ? 'deploy' : 'revert';
      const names = [...tags.map((tag) => `${name}@${tag}`), ...(tags.length > 0 ? [] : [name])];
      const path = names.map((script) => `${folder}/${script}.sql`).find((script) => present.has(script));
      return path ? [{ path, version: String(at + 1), direction }] : [];
    }),
  );
}

/** Lines: `%pragma=…`, `name [requires] date planner # note`, `@tag …`, and comments. */
function changesOf(plan: string): Change[] {
  const lines = plan.split(/\r?\n/).map((line) => line.trim());
  const marks = lines.filter((line) => line !== '' && !/^[%#]/.test(line)).map((line) => line.split(/\s/)[0] ?? '');
  return marks.flatMap((mark, at): Change[] => {
    if (mark.startsWith('@')) return [];
    const name = mark.replace(/^\+/, '');
    const again = marks.indexOf(mark, at + 1);
    if (again < 0) return [{ name, tags: [] }];
    const tags = marks.slice(at, again).filter((other) => other.startsWith('@'));
    return [{ name, tags: tags.map((tag) => tag.slice(1)) }];
  });
}
