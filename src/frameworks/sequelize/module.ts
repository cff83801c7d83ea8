// What Sequelize's package exports, which migrations are also handed over.
import { namespace, native } from '../javascript/value.ts';
import { textOf } from '../text.ts';
import { operators } from './conditions.ts';
import { deferrables, functions, types } from './data-types.ts';

const all = {
  ...types,
  ...functions,
  DataTypes: namespace('DataTypes', types),
  Deferrable: deferrables,
  Op: operators,
};

const queryTypes = native('QueryTypes', { get: (key) => textOf(key) });

/** `Sequelize`, which is also DataTypes, and what the package exports. */
export const sequelizeModule = namespace('sequelize', {
  ...all,
  Sequelize: namespace('Sequelize', { ...all, QueryTypes: queryTypes }),
  QueryTypes: queryTypes,
});
