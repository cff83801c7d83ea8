// Views of the gem scenic, whose SQL stands in files: `db/views/reports_v02.sql`.
// https://github.com/scenic-views/scenic (lib/scenic/statements.rb, lib/scenic/adapters/postgres.rb)

import type { Command } from './command.ts';
import { bareName, quoteTable } from './names.ts';
import { asObject, nameIn, onlyKnown, type Plain, type PlainObject, textIn, Unreadable } from './options.ts';
import { type Session, send } from './session.ts';

type Work = (session: Session, view: View) => readonly string[];

interface View {
  readonly name: string;
  readonly options: PlainObject;
  readonly isMaterialized: boolean;
}

const works: Readonly<Record<string, Work>> = {
  create_view: (session, view) => [createSql(session, view)],
  drop_view: (_session, view) => [dropSql(view)],
  update_view: (session, view) => [dropSql(view), createSql(session, view)],
  replace_view: (session, view) => {
    if (view.isMaterialized) throw new Unreadable('a materialized view cannot be replaced');
    return [`CREATE OR REPLACE VIEW ${quoteTable(view.name)} AS ${definition(session, view)};`];
  },
};

export const isViewCommand = (name: string): boolean => Object.hasOwn(works, name);

export function changeView(session: Session, command: Command): void {
  const { options } = command;
  onlyKnown(options, ['version', 'sql_definition', 'materialized', 'revert_to_version']);
  const view = { name: nameIn(command.args[0], 'the view'), options, isMaterialized: Boolean(options.materialized) };
  for (const sql of works[command.name]?.(session, view) ?? []) send(session, sql, command);
}

const dropSql = ({ name, isMaterialized }: View): string =>
  `DROP ${isMaterialized ? 'MATERIALIZED VIEW' : 'VIEW'} ${quoteTable(name)};`;

function createSql(session: Session, view: View): string {
  const sql = definition(session, view);
  if (!view.isMaterialized) return `CREATE VIEW ${quoteTable(view.name)} AS ${sql};`;
  const noData = asObject(view.options.materialized).no_data ? 'WITH NO DATA' : '';
  return `CREATE MATERIALIZED VIEW ${quoteTable(view.name)} AS\n${sql}\n${noData};`;
}

function definition({ beside }: Session, { name, options }: View): string {
  const version = options.version ?? 1;
  const sql = textIn(options.sql_definition, 'sql_definition') ?? beside(fileOf(name, version));
  if (sql === undefined) throw new Unreadable(`the file ${fileOf(name, version).replace('../', 'db/')} is not there`);
  return sql.trimEnd().replace(/;$/, '');
}

const fileOf = (name: string, version: Plain): string =>
  `../views/${name.includes('.') ? name.replaceAll('.', '_') : bareName(name)}_v${String(version).padStart(2, '0')}.sql`;

/** What undoes it needs the version that was there before; undefined without one. */
export function inverseOfView(command: Command): Command | undefined {
  const { name, options } = command;
  if (name === 'create_view') return { ...command, name: 'drop_view' };
  if (options.revert_to_version === undefined) return undefined;
  const version = options.revert_to_version;
  return { ...command, name: name === 'drop_view' ? 'create_view' : name, options: { ...options, version } };
}
