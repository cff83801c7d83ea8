// The safe way as a migration of Doctrine. https://www.doctrine-project.org/projects/doctrine-migrations/en/3.9/reference/migration-classes.html
import { phpText } from '../remedy/quoting.ts';
import { indent, later, type RemedyContext, type RemedyWriter } from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'Doctrine',
  language: 'php',
  mark: '//',
  statement: ({ sql }) => `$this->addSql(${phpText(sql, 4)});`,
  wrapped,
};

function wrapped(code: string, { file, at, migration: { isOutside, isSame } }: RemedyContext): string {
  const own = /\bclass\s+Version(\d{8,17})/.exec(file.text.text)?.[1] ?? '20240101000000';
  return [
    `final class Version${later(own, at + (isSame ? 0 : 1))} extends AbstractMigration`,
    '{',
    ...(isOutside ? ['    public function isTransactional(): bool', '    {', '        return false;', '    }\n'] : []),
    '    public function up(Schema $schema): void',
    '    {',
    indent(code, 8),
    '    }',
    '}',
  ].join('\n');
}
