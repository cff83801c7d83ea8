// Sequences. EFCore.Relational/Migrations/MigrationsSqlGenerator.cs and Npgsql's
import { qualified } from './names.ts';
import type { Operation } from './operation.ts';
import { storeType } from './types.ts';

const nameIn = ({ given }: Operation): string => qualified(given.text('name'), given.maybe('schema'));

function options({ given }: Operation, isAltered: boolean): string {
  const bound = (name: string, word: string): string => {
    const value = given.number(name);
    return value === undefined ? (isAltered ? ` NO ${word}` : '') : ` ${word} ${value}`;
  };
  const increment = ` INCREMENT BY ${given.number('incrementBy') ?? '1'}`;
  return `${increment}${bound('minValue', 'MINVALUE')}${bound('maxValue', 'MAXVALUE')}${given.flag('cyclic') ? ' CYCLE' : ' NO CYCLE'}`;
}

const facets = {
  maxLength: undefined,
  isFixedLength: false,
  precision: undefined,
  scale: undefined,
  isRowVersion: false,
};

export function createSequence(operation: Operation, version: number): string[] {
  const { given, type = 'long' } = operation;
  const as = type === 'long' ? '' : ` AS ${storeType(type, facets, version)}`;
  return [
    `CREATE SEQUENCE ${nameIn(operation)}${as} START WITH ${given.number('startValue') ?? '1'}${options(operation, false)}`,
  ];
}

export const alterSequence = (operation: Operation): string[] => [
  `ALTER SEQUENCE ${nameIn(operation)}${options(operation, true)}`,
];

export function restartSequence(operation: Operation): string[] {
  const start = operation.given.number('startValue');
  const name = nameIn(operation);
  return [
    ...(start === undefined ? [] : [`ALTER SEQUENCE ${name} START WITH ${start}`]),
    `ALTER SEQUENCE ${name} RESTART`,
  ];
}

export const dropSequence = (operation: Operation): string[] => [`DROP SEQUENCE ${nameIn(operation)}`];
