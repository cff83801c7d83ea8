// Foreign keys in Knex's table builder, whose parts are said in any order.

import { columnize, wrap } from '../javascript/knex-values.ts';
import { type Plain, stringOf, Unreadable } from '../javascript/plain.ts';
import { type Native, native } from '../javascript/value.ts';
import { indexName, pathOf, sendLater, step, type Table } from './table.ts';

interface Foreign {
  readonly columns: readonly string[];
  name: Plain;
  targets: Plain;
  table: string | undefined;
  onDelete: Plain;
  onUpdate: Plain;
  deferrable: Plain;
}

/** `references('orgs.id')` names the table as well. */
export function newForeign(table: Table, columns: readonly string[], name: Plain, target: Plain): Foreign {
  const foreign: Foreign = {
    columns,
    name,
    targets: undefined,
    table: undefined,
    onDelete: undefined,
    onUpdate: undefined,
    deferrable: undefined,
  };
  if (target !== undefined) setTarget(foreign, target);
  sendLater(table, () =>
    foreign.table === undefined || foreign.targets === undefined ? [] : [foreignSql(table, foreign)],
  );
  return foreign;
}

function setTarget(foreign: Foreign, target: Plain): void {
  const at = typeof target === 'string' ? target.lastIndexOf('.') : -1;
  foreign.targets = typeof target === 'string' ? target.slice(at + 1) : target;
  if (typeof target === 'string' && at >= 0) foreign.table = target.slice(0, at);
}

function foreignSql(table: Table, foreign: Foreign): string {
  const name = foreign.name ? wrap(foreign.name) : indexName(table, foreign.columns, 'foreign');
  const head = `alter table ${pathOf(table)} add constraint ${name} foreign key (${foreign.columns.map(wrap).join(', ')})`;
  const actions = `${foreign.onUpdate ? ` on update ${foreign.onUpdate}` : ''}${foreign.onDelete ? ` on delete ${foreign.onDelete}` : ''}`;
  const deferrable = foreign.deferrable ? ` deferrable initially ${String(foreign.deferrable).toLowerCase()} ` : '';
  return `${head} references ${wrap(foreign.table)} (${columnize(foreign.targets)})${actions}${deferrable}`;
}

const foreignWorks: Readonly<Record<string, (foreign: Foreign, value: Plain) => void>> = {
  references: setTarget,
  inTable(foreign, value) {
    foreign.table = stringOf(value, 'the table');
  },
  on(foreign, value) {
    foreign.table = stringOf(value, 'the table');
  },
  onDelete(foreign, value) {
    foreign.onDelete = value;
  },
  onUpdate(foreign, value) {
    foreign.onUpdate = value;
  },
  deferrable(foreign, value) {
    foreign.deferrable = value;
  },
  withKeyName(foreign, value) {
    foreign.name = value;
  },
};

/** `restOf` gives what else may be said of it, after which it goes on: of a column, what its own builder takes. */
export function foreignBuilder(table: Table, foreign: Foreign, restOf?: (self: Native) => Native): Native {
  const self: Native = native('the foreign key', {
    get(key, site) {
      const work = Object.hasOwn(foreignWorks, key) ? foreignWorks[key] : undefined;
      if (!work && restOf) return restOf(self).get?.(key, site);
      return step(table, `foreign.${key}`, ([value]) => {
        if (!work) throw new Unreadable('it is not known here');
        work(foreign, value);
        return self;
      });
    },
  });
  return self;
}
