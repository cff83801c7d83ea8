// The safe way as change sets of Liquibase in XML; `sql` takes statements apart at semicolons, which is not for bodies of functions.
// https://docs.liquibase.com/change-types/sql.html
import { cdata, xmlAttribute } from '../remedy/quoting.ts';
import { indent, nameOf, type RemedyContext, type RemedyWriter } from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'Liquibase',
  language: 'xml',
  mark: '',
  statement: ({ sql }) => `<sql${sql.includes(';') ? ' splitStatements="false"' : ''}>${cdata(sql)}</sql>`,
  wrapped,
};

function wrapped(code: string, { file, migration: { steps, isOutside } }: RemedyContext): string {
  const author = /\bauthor\s*[=:]\s*"?([\w.@ -]+?)"?\s*(?:$|[,}>]|\w+=)/m.exec(file.text.text)?.[1] ?? 'me';
  const attributes = [
    `id="${xmlAttribute(nameOf(steps).replaceAll('_', '-'))}"`,
    `author="${xmlAttribute(author)}"`,
    ...(isOutside ? ['runInTransaction="false"'] : []),
  ];
  return `<changeSet ${attributes.join(' ')}>\n${indent(code, 4)}\n</changeSet>`;
}
