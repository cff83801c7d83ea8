// The safe way as a TypeORM migration: a class, which needs a time in its name. https://typeorm.io/docs/migrations/why
import { isModule, isTypeScript } from '../javascript/remedy.ts';
import { scriptText } from '../remedy/quoting.ts';
import { camelCase, indent, later, nameOf, type RemedyContext, type RemedyWriter } from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'TypeORM',
  language: 'ts',
  mark: '//',
  statement: ({ sql }) => `await queryRunner.query(${scriptText(sql)});`,
  wrapped,
};

function wrapped(code: string, context: RemedyContext): string {
  const { steps, isOutside, isSame } = context.migration;
  const own = /\bclass\s+\w*?(\d{13})\b/.exec(context.file.text.text)?.[1] ?? '1700000000000';
  const name = `${camelCase(nameOf(steps))}${later(own, context.at + (isSame ? 0 : 1))}`;
  const typed = isTypeScript(context);
  return [
    `${isModule(context) ? 'export ' : 'module.exports = '}class ${name}${typed ? ' implements MigrationInterface' : ''} {`,
    ...(isOutside ? ['  transaction = false;\n'] : []),
    typed ? '  public async up(queryRunner: QueryRunner): Promise<void> {' : '  async up(queryRunner) {',
    indent(code, 4),
    '  }',
    ...(typed ? ['\n  public async down(): Promise<void> {}'] : []),
    isModule(context) ? '}' : '};',
  ].join('\n');
}
