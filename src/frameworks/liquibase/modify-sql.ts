// modifySql: what a change set does to the SQL that its changes come to.

import { isForPostgres } from '../sql/profiles/liquibase.ts';
import { concatTexts, type Text, textOf } from '../text.ts';
import { type Context, type Given, wordIn } from './context.ts';
import { attributeOf, childrenOf, type Element } from './element.ts';
import { Unreadable } from './unreadable.ts';

export type Modify = (sql: string | Text) => string | Text;

export function modifierOf(context: Context, changeSet: Element, isRollback: boolean): Modify {
  const steps = childrenOf(changeSet, 'modifySql', '')
    .filter((element) => isForPostgres(attributeOf(element, 'dbms')?.text ?? ''))
    .filter((element) => !isRollback || attributeOf(element, 'applyToRollback')?.text === 'true')
    .flatMap(({ children }) => children.flatMap((each) => (each.name === '' ? each.children : [each])))
    .map((element) => ({ context, element }));
  return (sql) => steps.reduce(modified, sql);
}

function modified(sql: string | Text, step: Given): string | Text {
  const word = (key: string) => wordIn(step, key) ?? '';
  const text = typeof sql === 'string' ? sql : sql.text;
  switch (step.element.name) {
    case 'append':
      return typeof sql === 'string' ? sql + word('value') : concatTexts([sql, textOf(word('value'))]);
    case 'prepend':
      return typeof sql === 'string' ? word('value') + sql : concatTexts([textOf(word('value')), sql]);
    case 'replace':
      return text.includes(word('replace')) ? text.replaceAll(word('replace'), word('with')) : sql;
    case 'regExpReplace':
      throw new Unreadable('Its SQL is changed by a regular expression of Java (regExpReplace), which is not read.');
    default:
      return sql;
  }
}
