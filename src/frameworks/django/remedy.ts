// The safe way as a Django migration. Where the user's own operation has a form that is safe it is written with the very same
// arguments; else the SQL, with that operation as the state's. django/contrib/postgres/operations.py
import { posix } from 'node:path';
import type { Known } from '../remedy/known.ts';
import { pythonText } from '../remedy/quoting.ts';
import { indent, type RemedyContext, type RemedyStep, type RemedyWriter } from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'Django',
  language: 'python',
  mark: '#',
  statement: (step, context) => `${operation(step, context)},`,
  wrapped,
};

function wrapped(code: string, context: RemedyContext): string {
  const { isOutside, isSame } = context.migration;
  return [
    'class Migration(migrations.Migration):',
    ...(isOutside ? ['    atomic = False\n'] : []),
    ...(isSame ? [] : [`    dependencies = [${dependency(context)}]\n`]),
    '    operations = [',
    indent(code, 8),
    '    ]',
  ].join('\n');
}

/** The user's migration, by its folder's app and its own name. */
function dependency({ file }: RemedyContext): string {
  const folders = posix.dirname(file.path).split('/');
  const app = folders.at(-1) === 'migrations' ? folders.at(-2) : undefined;
  return `(${pythonText(app ?? 'app')}, ${pythonText(posix.basename(file.path, '.py'))})`;
}

const operation = (step: RemedyStep, context: RemedyContext): string =>
  likeTheirs(step.known, context.source) ?? `migrations.RunSQL(${pythonText(step.sql)})`;

/** The user's operation of the same effect, in the form that is safe. */
function likeTheirs(known: Known | undefined, source: string): string | undefined {
  const [, name = '', rest] = /^(?:\w+\.)*(\w+)(\([\s\S]*\))$/.exec(source.trim()) ?? [];
  if (known?.kind === 'create-index' && known.concurrently && name === 'AddIndex') return `AddIndexConcurrently${rest}`;
  if (known?.kind === 'drop-index' && known.concurrently && name === 'RemoveIndex')
    return `RemoveIndexConcurrently${rest}`;
  if (known?.kind === 'add-check' && known.notValid && name === 'AddConstraint') return `AddConstraintNotValid${rest}`;
  return undefined;
}
