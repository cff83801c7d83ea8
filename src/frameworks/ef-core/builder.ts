// The MigrationBuilder that a migration is given: what is asked of it is kept until all of the migration has been followed.
import { addGap, type Machine } from '../csharp/machine.ts';
import { type Call, type Native, nil, plain, textOf, unknown, type Value } from '../csharp/value.ts';
import { givenIn, type Operation, Unreadable } from './operation.ts';
import { builderParameters, tableParameters } from './parameters.ts';

const provider = 'Npgsql.EntityFrameworkCore.PostgreSQL';

export function migrationBuilder(machine: Machine, operations: Operation[]): Native {
  const add = (kind: string, call: Call, parameters: readonly string[]): Value => {
    machine.run.sent += 1;
    const operation = operationOf(kind, call, parameters);
    if (kind === 'CreateTable') fillTable(machine, operation);
    operations.push(operation);
    return noted(operation);
  };
  return {
    kind: 'native',
    name: 'migrationBuilder',
    get: (name) =>
      name === 'ActiveProvider' ? textOf(provider) : name === 'Operations' ? unknown('the operations') : undefined,
    send: (name, call) => {
      if (/^Is(?:Npgsql|SqlServer|Sqlite|MySql|InMemory|Oracle|Cosmos|MySqlServer)$/.test(name))
        return plain(name === 'IsNpgsql');
      const parameters = Object.hasOwn(builderParameters, name) ? builderParameters[name] : undefined;
      return parameters && unless(machine, call, () => add(name, call, parameters));
    },
  };
}

/** What can't be read is a gap, and the rest of the migration is followed. */
function unless(machine: Machine, { site }: Call, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    addGap(machine, site, `This is not read: ${error.message}.`);
    return unknown('an operation');
  }
}

const operationOf = (kind: string, call: Call, parameters: readonly string[]): Operation => ({
  kind,
  given: givenIn(call, parameters, kind),
  type: call.types[0],
  annotations: new Map(),
  oldAnnotations: new Map(),
  site: call.site,
  columns: [],
  constraints: [],
});

/** Annotations that follow an operation are part of it. */
function noted(operation: Operation): Native {
  const self: Native = {
    kind: 'native',
    name: 'an operation',
    get: (name) => (name === 'Operation' ? unknown('an operation') : undefined),
    send: (name, { args: [first, value], named, site }) => {
      const notes = { Annotation: operation.annotations, OldAnnotation: operation.oldAnnotations }[name];
      const key = first ?? named.get('name');
      if (!notes || key?.kind !== 'text') return undefined;
      notes.set(key.text, value ?? named.get('value') ?? nil);
      operation.site = { ...operation.site, end: Math.max(operation.site.end, site.end) };
      return self;
    },
  };
  return self;
}

const callWith = ({ site }: Operation, value: Value): Call => ({ args: [value], named: new Map(), types: [], site });

/** The columns are properties of what one function makes, by which the other names them. */
function fillTable(machine: Machine, table: Operation): void {
  const { given, columns } = table;
  const makers = new Map<Value, Operation>();
  const maker: Native = {
    kind: 'native',
    name: 'table',
    send: (name, call) => {
      if (name !== 'Column') return undefined;
      const column = operationOf('Column', call, tableParameters.Column ?? []);
      const value = noted(column);
      makers.set(value, column);
      return value;
    },
  };
  const work = given.value('columns');
  const made = work && machine.call(work, callWith(table, maker));
  if (made?.kind !== 'object') throw new Unreadable('the columns of the table are known only at run time');
  const names = new Map<string, string>();
  for (const [property, value] of made.entries) {
    const column = makers.get(value);
    if (!column) throw new Unreadable(`the column ${property} is known only at run time`);
    const name = column.given.maybe('name') ?? property;
    names.set(property, name);
    columns.push({
      ...column,
      given: { ...column.given, text: (key) => (key === 'name' ? name : column.given.text(key)) },
    });
  }
  constrain(machine, table, names);
}

function constrain(machine: Machine, table: Operation, names: ReadonlyMap<string, string>): void {
  const work = table.given.value('constraints');
  if (!work) return;
  const row: Native = {
    kind: 'native',
    name: 'a row',
    get: (name) => textOf(names.get(name) ?? name),
  };
  const builder: Native = {
    kind: 'native',
    name: 'table',
    send: (name, call) => {
      const parameters = Object.hasOwn(tableParameters, name) ? tableParameters[name] : undefined;
      if (!parameters || name === 'Column') return undefined;
      const constraint = operationOf(name, withColumns(machine, call, parameters, row), parameters);
      table.constraints.push(constraint);
      return noted(constraint);
    },
  };
  machine.call(work, callWith(table, builder));
}

/** `x => x.Id` and `x => new { x.A, x.B }` as the names that they stand for. */
function withColumns(machine: Machine, call: Call, parameters: readonly string[], row: Value): Call {
  const named = new Map(call.named);
  call.args.forEach((value, at) => {
    named.set(parameters[at] ?? '', value);
  });
  for (const [key, value] of named) {
    if (value.kind !== 'lambda') continue;
    const found = machine.call(value, { ...call, args: [row] }) ?? nil;
    named.set(key, found.kind === 'object' ? { kind: 'list', items: [...found.entries.values()] } : found);
  }
  return { ...call, args: [], named };
}
