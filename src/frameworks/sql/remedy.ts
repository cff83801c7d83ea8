// The safe way as files of SQL, for tools where a file has to say that it runs outside the transaction: with the line that says so.
import { withSemicolon } from '../remedy/quoting.ts';
import { isSetting, type RemedyContext, type RemedyStep, type RemedyWriter } from '../remedy/remedy.ts';

interface Way {
  readonly title: string;
  /** What stands above the statements, in and outside the transaction. */
  readonly inside: string;
  readonly outside: string;
  /** A file is sent in one string, which has to be one statement. */
  readonly isOneEach?: true;
  /** Around a statement that holds semicolons. */
  readonly block?: readonly [string, string];
}

const ways: Readonly<Record<string, Way>> = {
  atlas: { title: 'Atlas', inside: '', outside: '-- atlas:txmode none\n\n' },
  dbmate: {
    title: 'dbmate',
    inside: '-- migrate:up\n',
    outside: '-- migrate:up transaction:false\n',
    isOneEach: true,
  },
  diesel: {
    title: 'diesel',
    inside: '-- up.sql\n',
    outside: '-- metadata.toml: run_in_transaction = false\n-- up.sql\n',
    isOneEach: true,
  },
  flyway: {
    title: 'Flyway',
    inside: '',
    outside: '-- beside the file, in one of its name that ends with .sql.conf: executeInTransaction=false\n',
  },
  goose: {
    title: 'goose',
    inside: '-- +goose Up\n',
    outside: '-- +goose NO TRANSACTION\n-- +goose Up\n',
    block: ['-- +goose StatementBegin\n', '\n-- +goose StatementEnd'],
  },
  'graphile-migrate': { title: 'graphile-migrate', inside: '', outside: '--! no-transaction\n', isOneEach: true },
  'sql-migrate': {
    title: 'sql-migrate',
    inside: '-- +migrate Up\n',
    outside: '-- +migrate Up notransaction\n',
    block: ['-- +migrate StatementBegin\n', '\n-- +migrate StatementEnd'],
  },
  sqlx: { title: 'sqlx', inside: '', outside: '-- no-transaction\n', isOneEach: true },
};

/** Undefined where the tool has no such line. */
export function sqlRemedy(id: string): RemedyWriter | undefined {
  const way = ways[id];
  return (
    way && {
      title: way.title,
      language: 'sql',
      mark: '--',
      hasHead: true,
      statement: ({ sql }) => blocked(way, sql),
      wrapped: (code, context) => wrapped(way, code, context),
    }
  );
}

const blocked = ({ block: [begin, end] = ['', ''] }: Way, sql: string): string =>
  sql.includes(';') ? `${begin}${withSemicolon(sql)}${end}` : withSemicolon(sql);

/** A file for each statement where the tool sends a file in one string: what is set has to be set for the connection there. */
function wrapped(way: Way, code: string, { migration: { steps, notes, isOutside } }: RemedyContext): string {
  if (!isOutside) return `${way.inside}${code}`;
  if (!way.isOneEach) return `${way.outside}${code}`;
  const settings = steps.filter(isSetting).map(({ sql }) => `-- on a connection that has run ${withSemicolon(sql)}`);
  const said = notes.flatMap((note) => note.split('\n').map((line) => `-- ${line}`));
  const files = steps
    .filter((step) => !isSetting(step))
    .map((step, at) => fileOf(way, step, [...(at === 0 ? said : []), ...settings]));
  return files.join('\n\n');
}

const fileOf = (way: Way, { sql, comments }: RemedyStep, above: readonly string[]): string =>
  `${way.outside}${[...above, ...comments.map((comment) => `-- ${comment}`), blocked(way, sql)].join('\n')}`;
