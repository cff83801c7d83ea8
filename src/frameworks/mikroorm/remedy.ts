// The safe way as a MikroORM migration. https://mikro-orm.io/docs/migrations
import { isModule, isTypeScript } from '../javascript/remedy.ts';
import { scriptText } from '../remedy/quoting.ts';
import { indent, later, type RemedyContext, type RemedyWriter } from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'MikroORM',
  language: 'ts',
  mark: '//',
  statement: ({ sql }) => `this.addSql(${scriptText(sql)});`,
  wrapped,
};

function wrapped(code: string, context: RemedyContext): string {
  const { isOutside, isSame } = context.migration;
  const own = /\bMigration(\d{8,17})/.exec(context.file.text.text)?.[1] ?? '20240101000000';
  const name = `Migration${later(own, context.at + (isSame ? 0 : 1))}`;
  const typed = isTypeScript(context);
  return [
    `${isModule(context) ? 'export ' : 'module.exports = '}class ${name} extends Migration {`,
    ...(isOutside ? [`  isTransactional()${typed ? ': boolean' : ''} {\n    return false;\n  }\n`] : []),
    `  async up()${typed ? ': Promise<void>' : ''} {`,
    indent(code, 4),
    '  }',
    isModule(context) ? '}' : '};',
  ].join('\n');
}
