// The safe way as a migration of EF Core. https://learn.microsoft.com/ef/core/managing-schemas/migrations/operations
import { csharpText } from '../remedy/quoting.ts';
import { camelCase, indent, nameOf, type RemedyContext, type RemedyWriter } from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'EF Core',
  language: 'csharp',
  mark: '//',
  statement: ({ sql }, { migration: { isOutside } }) =>
    `migrationBuilder.Sql(${csharpText(sql)}${isOutside ? ', suppressTransaction: true' : ''});`,
  wrapped,
};

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
