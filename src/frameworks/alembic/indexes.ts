// Indexes of SQLAlchemy as SQL. sqlalchemy/dialects/postgresql/base.py PGDDLCompiler visit_create_index
import { isNone, knownText, type Value } from '../python/value.ts';
import { isTrue } from './arguments.ts';
import { clauseSql, literalSql } from './clauses.ts';
import { conditionSql } from './conditions.ts';
import { included } from './constraints.ts';
import { nameIn, quote, Unreadable } from './names.ts';

interface IndexParts {
  /** None where the project's naming convention gives one, which only a run knows. */
  readonly name: Value | undefined;
  readonly table: string;
  readonly columns: readonly Value[];
  readonly options: ReadonlyMap<string, Value>;
}

const indexOptions =
  /^(?:unique|schema|quote|if_not_exists|postgresql_(?:concurrently|where|using|include|ops|with|tablespace|nulls_not_distinct)|(?:mysql|mariadb|sqlite|mssql|oracle)_\w+|table_name|index_name|columns|info)$/;

export function indexSql({ name, table, columns, options }: IndexParts): string {
  for (const option of options.keys()) {
    if (!indexOptions.test(option)) throw new Unreadable(`the option ${option} of an index is not known`);
  }
  const ops = options.get('postgresql_ops');
  const operatorOf = (column: string): string => {
    const found =
      ops?.kind === 'dict' ? knownText(ops.entries.find(([key]) => knownText(key) === column)?.[1]) : undefined;
    return found ? ` ${found}` : '';
  };
  const parts = columns.map((column) => {
    const known = knownText(column);
    return known === undefined ? clauseSql(column) : quote(known) + operatorOf(known);
  });
  const unique = isTrue(options.get('unique')) ? 'UNIQUE ' : '';
  const concurrently = isTrue(options.get('postgresql_concurrently')) ? 'CONCURRENTLY ' : '';
  const ifNot = isTrue(options.get('if_not_exists')) ? 'IF NOT EXISTS ' : '';
  const using = knownText(options.get('postgresql_using'));
  const nulls = isTrue(options.get('postgresql_nulls_not_distinct')) ? ' NULLS NOT DISTINCT' : '';
  const where = options.get('postgresql_where');
  const space = knownText(options.get('postgresql_tablespace'));
  return `CREATE ${unique}INDEX ${concurrently}${ifNot}${name && !isNone(name) ? `${quote(nameIn(name, 'the name of an index'))} ` : ''}ON ${table}${using ? ` USING ${using}` : ''} (${parts.join(', ')})${included(options)}${nulls}${withOptions(options)}${space ? ` TABLESPACE ${quote(space)}` : ''}${where && !isNone(where) ? ` WHERE ${conditionSql(where)}` : ''}`;
}

function withOptions(options: ReadonlyMap<string, Value>): string {
  const value = options.get('postgresql_with');
  if (value?.kind !== 'dict' || value.entries.length === 0) return '';
  return ` WITH (${value.entries.map(([name, set]) => `${nameIn(name, 'an option')} = ${knownText(set) ?? literalSql(set)}`).join(', ')})`;
}
