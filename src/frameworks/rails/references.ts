// `references`: a column, its index, its foreign key. activerecord/lib/active_record/connection_adapters/abstract/schema_definitions.rb
import { pluralize } from '../ruby/inflections.ts';
import { asObject, nameIn, only, type Plain, type PlainObject, Unreadable, without } from './options.ts';
import { referenceOptions, type Version } from './version.ts';

export interface Reference {
  readonly columns: readonly (readonly [name: string, type: string, options: PlainObject])[];
  readonly index: { readonly columns: readonly string[]; readonly options: PlainObject } | undefined;
  readonly foreignKey: { readonly to: string; readonly options: PlainObject } | undefined;
}

export function referenceOf(table: string, name: Plain, given: PlainObject, version: Version): Reference {
  const ref = nameIn(name, 'the reference');
  const options = referenceOptions(given, version);
  const { polymorphic, index = true, foreign_key: foreignKey, type = 'bigint' } = options;
  if (polymorphic && foreignKey) throw new Unreadable('a polymorphic reference has no foreign key');
  const own = without(options, 'polymorphic', 'index', 'foreign_key', 'type');
  const guards = only(own, 'if_exists', 'if_not_exists');
  const id = [`${ref}_id`, nameIn(type, 'type'), own] as const;
  const typed = { ...asObject(polymorphic), ...guards, ...only(own, 'null', 'first', 'after') };
  const columns = polymorphic ? [[`${ref}_type`, 'string', typed] as const, id] : [id];
  const named = polymorphic && version >= 601 ? { name: `index_${table}_on_${ref}` } : {};
  return {
    columns,
    index: index
      ? { columns: columns.map(([column]) => column), options: { ...named, ...asObject(index), ...guards } }
      : undefined,
    foreignKey: foreignKey ? foreignKeyOf(ref, asObject(foreignKey), guards) : undefined,
  };
}

const foreignKeyOf = (ref: string, options: PlainObject, guards: PlainObject): Reference['foreignKey'] => ({
  to: options.to_table === undefined ? pluralize(ref) : nameIn(options.to_table, 'to_table'),
  options: { ...without(options, 'to_table'), column: `${ref}_id`, ...guards },
});
