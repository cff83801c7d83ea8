// The safe way as a migration of EF Core. https://learn.microsoft.com/ef/core/managing-schemas/migrations/operations
import type { CreateIndex, Table } from '../remedy/known.ts';
import { csharpText } from '../remedy/quoting.ts';
import {
  call,
  camelCase,
  indent,
  nameOf,
  type RemedyContext,
  type RemedyStep,
  type RemedyWriter,
} from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'EF Core',
  language: 'csharp',
  mark: '//',
  statement: (step, context) => inWords(step, context) ?? written(step, context),
  wrapped,
};

const written = ({ sql }: RemedyStep, { migration: { isOutside } }: RemedyContext): string =>
  `migrationBuilder.Sql(${csharpText(sql)}${isOutside ? ', suppressTransaction: true' : ''});`;

/** Of the words for a statement, only those for an index say that it runs outside the transaction. */
function inWords({ known }: RemedyStep, { madeAs, migration: { isOutside } }: RemedyContext): string | undefined {
  if (known?.kind === 'create-index' && known.concurrently === isOutside) {
    return known.ifNotExists ? undefined : createIndex(known);
  }
  const made = known?.kind === 'drop-constraint' && !isOutside ? madeAs(known.name) : undefined;
  if (!made || known?.kind !== 'drop-constraint') return undefined;
  const method = made === 'check' ? 'DropCheckConstraint' : 'DropForeignKey';
  return `${call(`migrationBuilder.${method}(`, named(known.name, known.table), ')', '', 4)};`;
}

const named = (name: string, { schema, name: table }: Table): string[] => [
  `name: ${csharpText(name)}`,
  ...(schema === undefined ? [] : [`schema: ${csharpText(schema)}`]),
  `table: ${csharpText(table)}`,
];

function createIndex({ name, table, columns, unique, where, method, concurrently }: CreateIndex): string {
  const args = [
    ...named(name, table),
    `columns: new[] { ${columns.map((column) => csharpText(column)).join(', ')} }`,
    ...(unique ? ['unique: true'] : []),
    ...(where === undefined ? [] : [`filter: ${csharpText(where)}`]),
  ];
  const annotations = [
    ...(method === undefined ? [] : [`\n    .Annotation("Npgsql:IndexMethod", ${csharpText(method)})`]),
    ...(concurrently ? ['\n    .Annotation("Npgsql:CreatedConcurrently", true)'] : []),
  ];
  return `${call('migrationBuilder.CreateIndex(', args, ')', '', 4)}${annotations.join('')};`;
}

function wrapped(code: string, { migration: { steps } }: RemedyContext): string {
  return [
    `public partial class ${camelCase(nameOf(steps))} : Migration`,
    '{',
    '    protected override void Up(MigrationBuilder migrationBuilder)',
    '    {',
    indent(code, 8),
    '    }',
    '}',
  ].join('\n');
}
