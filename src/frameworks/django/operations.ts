// The operations of a Django migration: each changes the models that are known, and sends what the schema editor sends for it.
// django/db/migrations/operations
import { type Called, knownText, pathOf, type Value, whatOf } from '../python/value.ts';
import type { Editor } from './editor.ts';
import { fieldOperations } from './field-operations.ts';
import { indexOperations } from './index-operations.ts';
import { modelOperations } from './model-operations.ts';
import { itemsOf, type Operations, operation, type Work } from './operation.ts';
import { operationBehind } from './operation-class.ts';
import { serverOperations } from './server-operations.ts';
import type { Model } from './state.ts';
import { Unreadable } from './unreadable.ts';

const known: Operations = {
  ...modelOperations,
  ...fieldOperations,
  ...indexOperations,
  ...serverOperations,
  RunSQL: operation('sql reverse_sql state_operations hints elidable', (work, given) => {
    work.runSql(given('sql'));
    applyState(work, given('state_operations'));
  }),
  RunPython: operation('code reverse_code atomic hints elidable', (work, given) => work.runCode(given('code'))),
  SeparateDatabaseAndState: operation('database_operations state_operations', (work, given) => {
    const models = new Map(work.editor.state.models);
    applyAll(work, given('database_operations'));
    restore(work.editor, models);
    applyState(work, given('state_operations'));
  }),
};

function restore(editor: Editor, models: ReadonlyMap<string, Model>): void {
  editor.state.models.clear();
  for (const [key, model] of models) editor.state.models.set(key, model);
}

function applyAll(work: Work, value: Value | undefined): void {
  for (const item of itemsOf(value)) apply(work, item);
}

/** Only the models change. */
function applyState(work: Work, value: Value | undefined): void {
  const { editor } = work;
  const silent: Editor = {
    ...editor,
    state: { ...editor.state, listed: new Map(editor.state.listed) },
    deferred: [],
    send: () => {},
    gap: () => {},
  };
  applyAll({ ...work, editor: silent, runSql: () => {}, runCode: () => {} }, value);
}

/** One operation; what can't be read of it is a gap where it stands. */
export function apply(work: Work, value: Value): void {
  const { editor } = work;
  if (value.kind === 'constant' && value.value === null) return;
  if (value.kind !== 'called') return editor.gap(`An operation is not read: it is ${whatOf(value)}.`, editor.site);
  const outer = editor.site;
  editor.site = value.site;
  try {
    applyCall(work, value);
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

function applyCall(work: Work, value: Called): void {
  if (/^django_migration_linter\.(?:\w+\.)*IgnoreMigration$/.test(pathOf(value.callee) ?? '')) return;
  const name = operationBehind(value.callee, work.editor.state);
  const found = name === undefined ? undefined : known[name];
  if (!found) throw new Unreadable(`the operation ${whatOf(value.callee)} is not one of Django's`);
  if (value.isOpen) throw new Unreadable('its arguments are known only at run time');
  found.run(work, (parameter) => value.keywords.get(parameter) ?? value.args[found.parameters.indexOf(parameter)]);
}
