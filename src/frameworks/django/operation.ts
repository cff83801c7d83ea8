// What the operations of a Django migration share: what they work with, and how they read their arguments.
import { isNone, knownText, type Value, whatOf } from '../python/value.ts';
import type { Editor } from './editor.ts';
import type { Field } from './fields.ts';
import { type Model, modelOf, type State } from './state.ts';
import { Unreadable } from './unreadable.ts';

/** What an operation works with besides its own arguments. */
export interface Work {
  readonly editor: Editor;
  readonly app: string;
  readonly runSql: (value: Value | undefined) => void;
  readonly runCode: (value: Value | undefined) => void;
}

export type Arguments = (name: string) => Value | undefined;
type Operation = (work: Work, given: Arguments) => void;
/** The editor's state is the one that it goes back to; `from` is that after the operation. */
type Undoing = (work: Work, given: Arguments, from: State) => void;

export interface Known {
  readonly parameters: readonly string[];
  readonly run: Operation;
  readonly undo: Undoing;
}

export type Operations = Readonly<Record<string, Known>>;

export const operation = (parameters: string, run: Operation, undo: Undoing): Known => ({
  parameters: parameters.split(' '),
  run,
  undo,
});

/** Of what sends nothing, or leaves it. */
export const nothing = (): void => {};

export const onModel =
  (run: (work: Work, model: Model, given: Arguments) => void): Operation =>
  (work, given) =>
    run(work, modelIn(work.editor.state, work, given), given);

/** `model` as it is again, `was` as the operation left it. */
export const backOnModel =
  (undo: (work: Work, models: { model: Model; was: Model; from: State }, given: Arguments) => void): Undoing =>
  (work, given, from) =>
    undo(work, { model: modelIn(work.editor.state, work, given), was: modelIn(from, work, given), from }, given);

const modelIn = (state: State, { app }: Work, given: Arguments): Model =>
  modelOf(state, app, nameFrom(given('model_name') ?? given('name'), 'the model'));

export function nameFrom(value: Value | undefined, what: string): string {
  const known = knownText(value);
  if (known === undefined) throw new Unreadable(`the name of ${what} is ${value ? whatOf(value) : 'missing'}`);
  return known;
}

export const withOption = (model: Model, option: string, value: Value): Model => ({
  ...model,
  options: new Map(model.options).set(option, value),
});

export const itemsIn = (model: Model, option: string): readonly Value[] => {
  const value = model.options.get(option);
  return value?.kind === 'list' ? value.items : [];
};

export const isNamed = (value: Value, named: string): boolean =>
  value.kind === 'called' && knownText(value.keywords.get('name')) === named;

export const itemsOf = (value: Value | undefined): readonly Value[] => {
  if (value === undefined || isNone(value)) return [];
  if (value.kind === 'list' && !value.isOpen) return value.items;
  throw new Unreadable(`a list of operations is ${whatOf(value)}`);
};

export const withField = (model: Model, field: Field): Model => ({
  ...model,
  fields: new Map(model.fields).set(field.name, field),
});
