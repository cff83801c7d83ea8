// The safe way as a node-pg-migrate migration. https://salsita.github.io/node-pg-migrate/migrations/
import { upFunction } from '../javascript/remedy.ts';
import type { CreateIndex, Known, Table } from '../remedy/known.ts';
import { scriptName, scriptText } from '../remedy/quoting.ts';
import { call, type RemedyContext, type RemedyStep, type RemedyWriter } from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'node-pg-migrate',
  language: 'js',
  mark: '//',
  statement: (step, context) => inWords(step, context) ?? `pgm.sql(${scriptText(step.sql)});`,
  wrapped(code, context) {
    const { isOutside } = context.migration;
    const whole = isOutside ? `pgm.noTransaction();\n${code}` : code;
    return upFunction(context, { name: 'pgm', type: 'MigrationBuilder', isAsync: false }, whole);
  },
};

function inWords({ known }: RemedyStep, { tableOf }: RemedyContext): string | undefined {
  if (known?.kind === 'create-index') return createIndex(known);
  const table = known?.kind === 'drop-index' && !known.schema ? tableOf(known.name) : undefined;
  if (known?.kind === 'drop-index' && table !== undefined)
    return `${call(`pgm.dropIndex(${scriptName(table)}, [], {`, [`name: ${scriptName(known.name)}`, ...flags(known)], '});', ',')}`;
  return undefined;
}

function createIndex(index: CreateIndex): string {
  const options = [
    `name: ${scriptName(index.name)}`,
    ...(index.unique ? ['unique: true'] : []),
    ...(index.method === undefined ? [] : [`method: ${scriptName(index.method)}`]),
    ...(index.where === undefined ? [] : [`where: ${scriptText(index.where, index.where.includes("'") ? '`' : "'")}`]),
    ...flags(index),
  ];
  const columns = index.columns.map(scriptName).join(', ');
  return call(`pgm.createIndex(${tableOf(index.table)}, [${columns}], {`, options, '});', ',');
}

const tableOf = ({ schema, name }: Table): string =>
  schema === undefined ? scriptName(name) : `{ schema: ${scriptName(schema)}, name: ${scriptName(name)} }`;

const flags = (known: Extract<Known, { concurrently: boolean }>): string[] => [
  ...(known.concurrently ? ['concurrently: true'] : []),
  ...('ifNotExists' in known && known.ifNotExists ? ['ifNotExists: true'] : []),
  ...('ifExists' in known && known.ifExists ? ['ifExists: true'] : []),
];
