// Functions of the database that Sequelize's migrations write. lib/dialects/postgres/query-generator.js createFunction()
import { objectOf, type Plain, stringOf, stringsOf, Unreadable } from '../javascript/plain.ts';

function parameters(value: Plain): string {
  if (!Array.isArray(value)) throw new Unreadable('its parameters are not known');
  return value
    .map((each) => {
      const { direction, name, type } = objectOf(each, 'a parameter');
      return [direction, name, stringOf(type, 'the type of a parameter')].filter(Boolean).join(' ');
    })
    .join(', ');
}

function variables(value: Plain): string {
  if (value === undefined) return '';
  if (!Array.isArray(value)) throw new Unreadable('its variables are not known');
  return value
    .map((each) => {
      const variable = objectOf(each, 'a variable');
      const start = `DECLARE ${stringOf(variable.name, 'a variable')} ${stringOf(variable.type, 'its type')}`;
      return `${start}${variable.default ? ` := ${String(variable.default)}` : ''};`;
    })
    .join(' ');
}

/** What is said of the function follows its language without a space. */
export function createFunction([name, given, returns, language, body, words, rest]: readonly Plain[]): string[] {
  const options = objectOf(rest, 'the options');
  const head = `CREATE${options.force ? ' OR REPLACE' : ''} FUNCTION ${stringOf(name, 'its name')}(${parameters(given)})`;
  const code = `${variables(options.variables)} BEGIN ${stringOf(body, 'its body')} END;`;
  const end = words === undefined ? '' : stringsOf(words, 'its options').join(' ');
  return [
    `${head} RETURNS ${stringOf(returns, 'its type')} AS $func$ ${code} $func$ language '${stringOf(language, 'its language')}'${end};`,
  ];
}

export const dropFunction = ([name, given]: readonly Plain[]): string[] => [
  `DROP FUNCTION ${stringOf(name, 'its name')}(${parameters(given)}) RESTRICT;`,
];

export const renameFunction = ([name, given, to]: readonly Plain[]): string[] => [
  `ALTER FUNCTION ${stringOf(name, 'its name')}(${parameters(given)}) RENAME TO ${stringOf(to, 'the new name')};`,
];
