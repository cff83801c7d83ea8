// Operations of django-pgtrigger, whose migrations hold the parts of a trigger. pgtrigger/migrations.py, pgtrigger/compiler.py
import { type Called, knownText, list, pathOf, type Value, whatOf } from '../python/value.ts';
import { type Editor, send } from './editor.ts';
import { literal, quote } from './names.ts';
import {
  type Arguments,
  backOnModel,
  isNamed,
  itemsIn,
  nameFrom,
  type Operations,
  onModel,
  operation,
  withOption,
} from './operation.ts';
import { type Model, put } from './state.ts';
import { Unreadable } from './unreadable.ts';

export const triggerOperations: Operations = {
  AddTrigger: operation(
    'model_name trigger',
    onModel(({ editor }, model, given) => {
      const trigger = given('trigger');
      put(
        editor.state,
        withOption(model, 'triggers', list([...itemsIn(model, 'triggers'), ...(trigger ? [trigger] : [])])),
      );
      install(editor, trigger);
    }),
    backOnModel(({ editor }, _, given) => drop(editor, given('trigger'))),
  ),
  RemoveTrigger: operation(
    'model_name name',
    onModel(({ editor }, model, given) => {
      const trigger = triggerNamed(model, given);
      const kept = itemsIn(model, 'triggers').filter((each) => each !== trigger);
      put(editor.state, withOption(model, 'triggers', list(kept)));
      drop(editor, trigger);
    }),
    backOnModel(({ editor }, { model }, given) => install(editor, triggerNamed(model, given))),
  ),
};

function triggerNamed(model: Model, given: Arguments): Value {
  const name = nameFrom(given('name'), 'the trigger');
  const found = itemsIn(model, 'triggers').find((each) => isNamed(each, name));
  if (!found) throw new Unreadable(`the trigger ${name} is not known from the migrations before this one`);
  return found;
}

/** One that is compiled, as migrations hold it. */
function partsOf(trigger: Value | undefined): (name: string, otherwise?: string) => string {
  const sql = trigger?.kind === 'called' && !trigger.isOpen ? trigger.keywords.get('sql') : undefined;
  if (sql?.kind !== 'called' || sql.isOpen || !/\.UpsertTriggerSql$/.test(pathOf(sql.callee) ?? ''))
    throw new Unreadable(`the trigger is ${trigger ? whatOf(trigger) : 'missing'}`);
  return (name, otherwise) => textOf(sql, name, otherwise);
}

function textOf({ keywords }: Called, name: string, otherwise: string | undefined): string {
  const value = keywords.get(name);
  const known = value ? knownText(value) : otherwise;
  if (known === undefined) throw new Unreadable(`${name} of the trigger is ${value ? whatOf(value) : 'missing'}`);
  return known;
}

/** All in one string, as it is sent. The function that says whether triggers are ignored is told in short. */
function install(editor: Editor, trigger: Value | undefined): void {
  const part = partsOf(trigger);
  const [name, table] = [part('pgid'), quote(part('table'))];
  const ignore = part('ignore_func_name', '"public"._pgtrigger_should_ignore');
  const words = [
    `CREATE ${part('constraint', '')} TRIGGER ${name} ${part('when')} ${part('operation')} ON ${table}`,
    ...[part('timing', ''), part('referencing', '')],
    `FOR EACH ${part('level', 'ROW')} ${part('condition', '')} EXECUTE PROCEDURE ${part('execute', `${name}()`)}`,
  ];
  const statements = [
    `CREATE OR REPLACE FUNCTION ${ignore}(trigger_name NAME) RETURNS BOOLEAN AS $$ BEGIN RETURN FALSE; END; $$ LANGUAGE plpgsql`,
    `CREATE OR REPLACE FUNCTION ${name}() RETURNS TRIGGER AS $$ ${part('declare', '')} BEGIN ${part('func')} END; $$ LANGUAGE plpgsql`,
    `DROP TRIGGER IF EXISTS ${name} ON ${table}`,
    words.join(' ').replace(/ {2,}/g, ' '),
    `COMMENT ON TRIGGER ${name} ON ${table} IS ${literal(part('hash', ''))}`,
  ];
  send(editor, `${statements.join('; ')};`);
}

function drop(editor: Editor, trigger: Value | undefined): void {
  const part = partsOf(trigger);
  send(editor, `DROP TRIGGER IF EXISTS ${part('pgid')} ON ${quote(part('table'))};`);
}
