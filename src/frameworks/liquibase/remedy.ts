// The safe way as change sets of Liquibase, in the language of the user's changelog. `sql` takes statements apart at semicolons,
// which is not for bodies of functions. https://docs.liquibase.com/change-types/sql.html
import { cdata, withSemicolon, xmlAttribute } from '../remedy/quoting.ts';
import {
  indent,
  nameOf,
  type RemedyContext,
  type RemedyMigration,
  type RemedyStep,
  type RemedyWriter,
} from '../remedy/remedy.ts';

const languageOf = (path: string): string =>
  /\.sql$/i.test(path) ? 'sql' : /\.ya?ml$/i.test(path) ? 'yaml' : /\.json$/i.test(path) ? 'json' : 'xml';

export const remedy: RemedyWriter = {
  title: 'Liquibase',
  language: 'xml',
  languageOf,
  mark: '//',
  statement: (step, { file, migration }) => statements[languageOf(file.path)]?.(step, migration) ?? '',
  wrapped: (code, context) => wraps[languageOf(context.file.path)]?.(code, context) ?? '',
};

const isWhole = (sql: string): boolean => sql.includes(';');

/** In SQL, where a semicolon in a body parts nothing, a slash on a line of its own does. */
const isSplit = ({ steps }: RemedyMigration): boolean => steps.every(({ sql }) => !isWhole(sql));

type Statement = (step: RemedyStep, migration: RemedyMigration) => string;

const statements: Readonly<Record<string, Statement>> = {
  xml: ({ sql }) => `<sql${isWhole(sql) ? ' splitStatements="false"' : ''}>${cdata(sql)}</sql>`,
  yaml: ({ sql }) => `- sql:\n${isWhole(sql) ? '    splitStatements: false\n' : ''}    sql: |\n${indent(sql, 6)}`,
  json: ({ sql }) => JSON.stringify({ sql: { sql, ...(isWhole(sql) ? { splitStatements: false } : {}) } }),
  sql: ({ sql }, migration) => (isSplit(migration) ? withSemicolon(sql) : `${sql}\n/`),
};

const wraps: Readonly<Record<string, (code: string, context: RemedyContext) => string>> = {
  xml(code, context) {
    const { id, author, isOutside } = headOf(context);
    const run = isOutside ? ' runInTransaction="false"' : '';
    return `<changeSet id="${xmlAttribute(id)}" author="${xmlAttribute(author)}"${run}>\n${indent(code, 4)}\n</changeSet>`;
  },
  yaml(code, context) {
    const { id, author, isOutside } = headOf(context);
    const run = isOutside ? ['    runInTransaction: false'] : [];
    return ['- changeSet:', `    id: ${id}`, `    author: ${author}`, ...run, '    changes:', indent(code, 6)].join(
      '\n',
    );
  },
  json(_, context) {
    const { id, author, isOutside } = headOf(context);
    const changes = context.migration.steps.map(
      (step) => JSON.parse(statements.json?.(step, context.migration) ?? '') as unknown,
    );
    const changeSet = { id, author, ...(isOutside ? { runInTransaction: false } : {}), changes };
    return JSON.stringify({ changeSet }, null, 2);
  },
  sql(code, context) {
    const { id, author, isOutside } = headOf(context);
    const options = `${isOutside ? ' runInTransaction:false' : ''}${isSplit(context.migration) ? '' : ' endDelimiter:/'}`;
    return `--changeset ${author}:${id}${options}\n${code}`;
  },
};

function headOf({ file, migration: { steps, isOutside } }: RemedyContext) {
  const given = /\bauthor"?\s*[=:]\s*"?([\w.@-]+)|^--\s*changeset\s+([\w.@-]+):/m.exec(file.text.text);
  return { id: nameOf(steps).replaceAll('_', '-'), author: given?.[1] ?? given?.[2] ?? 'me', isOutside };
}
