// Strapi's own object in its migrations, a global: what it does with documents and content types is work on rows.
// https://docs.strapi.io/cms/database-migrations
import { addGap, type Machine } from '../javascript/machine.ts';
import { type Native, native, undefinedValue, unknown } from '../javascript/value.ts';

/** `knex` is what `strapi.db.connection` is. */
export const strapiObject = (machine: Machine, knex: Native, path = 'strapi'): Native =>
  native(path, {
    get(key) {
      if (path === 'strapi.db' && key === 'connection') return knex;
      if (path === 'strapi' && key === 'log') return silent;
      return strapiObject(machine, knex, `${path}.${key}`);
    },
    call({ site }) {
      const reason = `${path} changes or reads rows through content types: data work in code is not read.`;
      addGap(machine, site, reason, 'data-work');
      return unknown(`the result of ${path}`, 'rows');
    },
  });

const silent = native('strapi.log', { get: (key) => native(key, { call: () => undefinedValue }) });
