// The operations of a Django migration: each changes the models that are known, and sends what the schema editor sends for it.
// django/db/migrations/operations
import type { Direction } from '../framework.ts';
import { type Called, isNone, knownText, pathOf, type Value, whatOf } from '../python/value.ts';
import type { Editor } from './editor.ts';
import { fieldOperations } from './field-operations.ts';
import { indexOperations } from './index-operations.ts';
import { modelOperations } from './model-operations.ts';
import { type Arguments, itemsOf, type Known, type Operations, operation, type Work } from './operation.ts';
import { operationBehind } from './operation-class.ts';
import { serverOperations } from './server-operations.ts';
import type { Model, State } from './state.ts';
import { triggerOperations } from './trigger-operations.ts';
import { Unreadable } from './unreadable.ts';

const known: Operations = {
  ...modelOperations,
  ...fieldOperations,
  ...indexOperations,
  ...serverOperations,
  ...triggerOperations,
  RunSQL: operation(
    'sql reverse_sql state_operations hints elidable',
    (work, given) => {
      work.runSql(given('sql'));
      applyState(work, itemsOf(given('state_operations')));
    },
    (work, given) => work.runSql(given('reverse_sql')),
  ),
  RunPython: operation(
    'code reverse_code atomic hints elidable',
    (work, given) => work.runCode(given('code')),
    (work, given) => work.runCode(given('reverse_code')),
  ),
  SeparateDatabaseAndState: operation(
    'database_operations state_operations',
    (work, given) => {
      const models = new Map(work.editor.state.models);
      for (const item of itemsOf(given('database_operations'))) apply(work, item);
      restore(work.editor, models);
      applyState(work, itemsOf(given('state_operations')));
    },
    (work, given) => undoAll(work, itemsOf(given('database_operations'))),
  ),
};

function restore(editor: Editor, models: ReadonlyMap<string, Model>): void {
  editor.state.models.clear();
  for (const [key, model] of models) editor.state.models.set(key, model);
}

/** Only the models change. */
function applyState(work: Work, items: readonly Value[]): void {
  if (items.length === 0) return;
  const { editor } = work;
  const silent: Editor = {
    ...editor,
    state: { ...editor.state, listed: new Map(editor.state.listed) },
    deferred: [],
    send: () => {},
    gap: () => {},
  };
  for (const item of items) apply({ ...work, editor: silent, runSql: () => {}, runCode: () => {} }, item);
}

/** One operation; what can't be read of it is a gap where it stands. */
export const apply = (work: Work, value: Value): void =>
  carryOut(work, value, 'up', ({ run }, given) => run(work, given));

/** The last operation first, each from the models that it left to those that it found. The editor's state is that before all. */
export function undoAll(work: Work, operations: readonly Value[]): void {
  const { editor } = work;
  const { state } = editor;
  const models = new Map(state.models);
  const states = operations.map((each): State => {
    const to = { ...state, models: new Map(models) };
    editor.state = { ...state, models };
    applyState(work, [each]);
    return to;
  });
  let from: State = { ...state, models };
  for (const [at, to] of [...states.entries()].reverse()) {
    editor.state = to;
    const value = operations[at];
    if (value) carryOut(work, value, 'down', ({ undo }, given) => undo(work, given, from));
    from = to;
  }
  editor.state = state;
}

function carryOut(
  { editor }: Work,
  value: Value,
  direction: Direction,
  work: (found: Known, given: Arguments) => void,
): void {
  if (isNone(value)) return;
  if (value.kind !== 'called') return editor.gap(`An operation is not read: it is ${whatOf(value)}.`, editor.site);
  const outer = editor.site;
  editor.site = value.site;
  try {
    const found = knownOf(value, editor.state, direction);
    if (found) work(...found);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    editor.gap(`${shortName(value)}${onWhat(value)} is not read: ${error.message}.`, value.site);
  } finally {
    editor.site = outer;
  }
}

const shortName = (value: Called): string => (pathOf(value.callee) ?? whatOf(value.callee)).replace(/^.*\./, '');

function onWhat({ args, keywords }: Called): string {
  const [model] = [keywords.get('model_name') ?? keywords.get('name') ?? args[0]].map(knownText);
  return model === undefined ? '' : ` of ${model}`;
}

/** Undefined for what does nothing to the database. */
function knownOf(value: Called, state: State, direction: Direction): [Known, Arguments] | undefined {
  if (/^django_migration_linter\.(?:\w+\.)*IgnoreMigration$/.test(pathOf(value.callee) ?? '')) return undefined;
  const name = operationBehind(value.callee, state, direction);
  const found = name === undefined ? undefined : known[name];
  if (!found || name === undefined)
    throw new Unreadable(`the operation ${whatOf(value.callee)} is not one of Django's`);
  if (value.isOpen) throw new Unreadable('its arguments are known only at run time');
  return [found, argumentsOf(value, name)];
}

export const argumentsOf =
  (value: Called, name: string): Arguments =>
  (parameter) =>
    value.keywords.get(parameter) ?? value.args[known[name]?.parameters.indexOf(parameter) ?? -1];
