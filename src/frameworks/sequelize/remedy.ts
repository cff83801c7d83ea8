// The safe way as a Sequelize migration. What `transaction` is not handed to runs by itself. https://sequelize.org/docs/v6/other-topics/migrations/
import { isModule, isTypeScript } from '../javascript/remedy.ts';
import type { CreateIndex } from '../remedy/known.ts';
import { scriptName, scriptText } from '../remedy/quoting.ts';
import { call, indent, type RemedyContext, type RemedyStep, type RemedyWriter } from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'Sequelize',
  language: 'js',
  mark: '//',
  statement: (step) => inWords(step) ?? `await queryInterface.sequelize.query(${scriptText(step.sql)});`,
  wrapped,
};

function wrapped(code: string, context: RemedyContext): string {
  const parameter = `queryInterface${isTypeScript(context) ? ': QueryInterface' : ''}`;
  const lines = isModule(context)
    ? [`export async function up(${parameter}) {`, indent(code, 2), '}']
    : ['module.exports = {', `  async up(${parameter}) {`, indent(code, 4), '  },', '};'];
  return lines.join('\n');
}

/** A condition would have to be one of Sequelize's operators. */
function inWords({ known }: RemedyStep): string | undefined {
  if (known?.kind !== 'create-index' || known.table.schema || known.where !== undefined || known.ifNotExists)
    return undefined;
  return `await ${call(`queryInterface.addIndex(${scriptName(known.table.name)}, [${known.columns.map(scriptName).join(', ')}], {`, options(known), '});', ',')}`;
}

const options = (index: CreateIndex): string[] => [
  `name: ${scriptName(index.name)}`,
  ...(index.unique ? ['unique: true'] : []),
  ...(index.method === undefined ? [] : [`using: ${scriptName(index.method)}`]),
  ...(index.concurrently ? ['concurrently: true'] : []),
];
