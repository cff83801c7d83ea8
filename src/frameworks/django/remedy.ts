// The safe way as a Django migration. Where the user's own operation has a form that is safe it is written with the very same
// arguments; else it is SQL, and that operation the state's. django/contrib/postgres/operations.py
import { posix } from 'node:path';
import type { Known } from '../remedy/known.ts';
import { pythonText } from '../remedy/quoting.ts';
import {
  indent,
  isSetting,
  later,
  nameOf,
  type RemedyContext,
  type RemedyStep,
  type RemedyWriter,
} from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'Django',
  language: 'python',
  mark: '#',
  statement: (step, context) => `${likeTheirs(step, context) ?? `migrations.RunSQL(${pythonText(step.sql)})`},`,
  wrapped,
};

function wrapped(code: string, context: RemedyContext): string {
  const { isOutside, isSame } = context.migration;
  const used = postgresOperations.filter((name) => new RegExp(`^${name}\\(`, 'm').test(code));
  return [
    ...(used.length > 0 ? [`from django.contrib.postgres.operations import ${used.join(', ')}\n`] : []),
    'class Migration(migrations.Migration):',
    ...(isOutside ? ['    atomic = False\n'] : []),
    ...(isSame ? [] : [`    dependencies = [${dependency(context)}]\n`]),
    '    operations = [',
    indent(withState(code, context), 8),
    '    ]',
  ].join('\n');
}

const postgresOperations = [
  'AddConstraintNotValid',
  'AddIndexConcurrently',
  'RemoveIndexConcurrently',
  'ValidateConstraint',
];

/** The migration before: the user's, by its folder's app and its name, or the one of the way. */
function dependency({ file, way, at }: RemedyContext): string {
  const folders = posix.dirname(file.path).split('/');
  const app = folders.at(-1) === 'migrations' ? (folders.at(-2) ?? 'app') : 'app';
  const own = posix.basename(file.path, '.py');
  const number = /^\d+/.exec(own)?.[0];
  const before = way[at - 1];
  const isNew = before && !before.isSame && number !== undefined;
  const ownCount = way.slice(0, at).filter(({ isSame }) => !isSame).length;
  const name = isNew ? `${later(number, ownCount)}_${nameOf(before.steps)}` : own;
  return `(${pythonText(app)}, ${pythonText(name)})`;
}

interface Operation {
  readonly name: string;
  /** As written: `migrations.AddIndex`. */
  readonly path: string;
  /** With its parentheses. */
  readonly args: string;
}

/** The user's operation of the same effect, in the form that is safe. */
function likeTheirs({ known, sql }: RemedyStep, context: RemedyContext): string | undefined {
  const operation = context.sends === 1 ? operationAt(context.source) : undefined;
  if (!operation) return undefined;
  const { name, path, args } = operation;
  if (sql === context.sql && name !== 'RunSQL') return `${path}${args}`;
  const constraint = /\bname\s*=\s*(['"])(\w+)\1/.exec(args)?.[2];
  const validated = known?.kind === 'validate' && known.name === constraint && context.madeAs(known.name) === 'check';
  if (validated && name === 'AddConstraint') {
    const model = /^\(\s*(?:model_name\s*=\s*)?(['"])(\w+)\1\s*,/.exec(args)?.[2];
    return model && `ValidateConstraint(model_name=${pythonText(model)}, name=${pythonText(known.name)})`;
  }
  const better = known && safeForm(known, name);
  return better && `${better}${args}`;
}

function safeForm(known: Known, name: string): string | undefined {
  if (known.kind === 'create-index' && known.concurrently && name === 'AddIndex') return 'AddIndexConcurrently';
  if (known.kind === 'drop-index' && known.concurrently && name === 'RemoveIndex') return 'RemoveIndexConcurrently';
  return known.kind === 'add-check' && known.notValid && name === 'AddConstraint' ? 'AddConstraintNotValid' : undefined;
}

/** Operations of SQL change nothing of what Django knows of the models: what the user's would have is said beside them. */
function withState(code: string, context: RemedyContext): string {
  const operation = context.sends === 1 && context.at === 0 ? operationAt(context.source) : undefined;
  const steps = context.way.flatMap((migration) => migration.steps);
  const isSql = steps.every((step) => likeTheirs(step, context) === undefined);
  const leadsElsewhere = steps.some(
    ({ known, sql, repeats }) => repeats || known?.kind === 'add-column' || /^create (?!unique|index)/i.test(sql),
  );
  if (!operation || operation.name === 'RunSQL' || operation.name === 'RunPython') return code;
  if (!isSql || leadsElsewhere || steps.every(isSetting)) return code;
  return [
    'migrations.SeparateDatabaseAndState(',
    '    database_operations=[',
    indent(code, 8),
    '    ],',
    '    state_operations=[',
    `        ${operation.path}${operation.args},`,
    '    ],',
    '),',
  ].join('\n');
}

/** The call that a text begins with; undefined where it is none, or of no end. */
function operationAt(source: string): Operation | undefined {
  const [path, name] = /^(?:\w+\.)*(\w+)(?=\()/.exec(source) ?? [];
  if (path === undefined || name === undefined) return undefined;
  const token = /'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|#.*|[()[\]{}]/g;
  token.lastIndex = path.length;
  let depth = 0;
  for (let found = token.exec(source); found; found = token.exec(source)) {
    if (/^[([{]$/.test(found[0])) depth += 1;
    if (!/^[)\]}]$/.test(found[0])) continue;
    depth -= 1;
    if (depth === 0) return { path, name, args: dedented(source.slice(path.length, token.lastIndex)) };
  }
  return undefined;
}

/** As it would stand at the beginning of its line. */
function dedented(text: string): string {
  const [first = '', ...others] = text.split('\n');
  const by = Math.min(...others.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return [first, ...others.map((line) => line.slice(Math.min(by, line.length)))].join('\n');
}
