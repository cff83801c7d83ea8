// Query builders and models: what they do to rows is built in PHP and not read, what they ask is data.
import { addGap, dataWork } from '../php/machine.ts';
import { type Call, data, knownText, type Native, native, type Value } from '../php/value.ts';
import { quotedName } from './naming.ts';
import { type Session, send } from './session.ts';

const writes: Readonly<Record<string, string>> = {
  update: 'An UPDATE of',
  updateorinsert: 'An INSERT or UPDATE of',
  updatefrom: 'An UPDATE of',
  upsert: 'An INSERT into',
  insert: 'An INSERT into',
  insertorignore: 'An INSERT into',
  insertgetid: 'An INSERT into',
  insertusing: 'An INSERT into',
  increment: 'An UPDATE of',
  decrement: 'An UPDATE of',
  incrementeach: 'An UPDATE of',
  decrementeach: 'An UPDATE of',
  delete: 'A DELETE from',
  forcedelete: 'A DELETE from',
  create: 'An INSERT into',
  createmany: 'An INSERT into',
  createquietly: 'An INSERT into',
  forcecreate: 'An INSERT into',
  firstorcreate: 'An INSERT into',
  createorfirst: 'An INSERT into',
  updateorcreate: 'An INSERT or UPDATE of',
  save: 'An UPDATE of',
  savequietly: 'An UPDATE of',
  saveorfail: 'An UPDATE of',
  savemany: 'An UPDATE of',
  push: 'An UPDATE of',
  touch: 'An UPDATE of',
  restore: 'An UPDATE of',
  updatequietly: 'An UPDATE of',
  deletequietly: 'A DELETE from',
  destroy: 'A DELETE from',
  attach: 'An INSERT into',
  detach: 'A DELETE from',
  sync: 'An INSERT into',
  syncwithoutdetaching: 'An INSERT into',
  associate: 'An UPDATE of',
};

/** `DB::table('users')->…` */
export function queryValue(session: Session, table: Value | undefined): Native {
  const name = knownText(table);
  const of = name === undefined ? 'a table whose name is computed' : `the table ${name}`;
  const self: Native = native(`a query on ${of}`, (method, call) => {
    const lower = method.toLowerCase();
    if (lower === 'truncate' && name !== undefined) {
      send(session, `truncate ${quotedName(name)} restart identity cascade`, call);
      return self;
    }
    return rows(session, of, lower, call) ?? self;
  });
  return self;
}

/** What a call on rows does; undefined where it goes on describing which rows. */
export function rows(session: Session, of: string, method: string, call: Call): Value | undefined {
  const write = Object.hasOwn(writes, method) ? writes[method] : undefined;
  if (write) {
    dataWork(
      session.machine,
      call,
      `${write} ${of.replace(/^(?:rows|a row|an item of rows) of (?!the table)/, 'rows of ')}`,
    );
    return data(`the result of ${method}() on ${of}`);
  }
  const isNarrowing =
    /^(?:where|orwhere|join|leftjoin|rightjoin|crossjoin|when|unless|having|with|withwherehas|orderby)/.test(method);
  if (!isNarrowing) goesOver(session, of, call);
  return isNarrowing || /^(?:select|orderby|groupby|limit|take|skip|from|distinct|lock|as|latest|oldest)/.test(method)
    ? undefined
    : data(`rows of ${bare(of)}`);
}

/** What is done to each row, once. */
function goesOver({ machine }: Session, of: string, { args, site }: Call): void {
  for (const closure of args.filter(({ kind }) => kind === 'closure')) {
    const before = machine.sent;
    machine.call(closure, { args: [data(`a row of ${bare(of)}`)], named: new Map(), isOpen: false, site });
    const reason = `How often this runs depends on the rows of ${bare(of)}, which are known only at run time.`;
    if (machine.sent > before) addGap(machine, site, reason, 'unsupported');
  }
}

const bare = (of: string): string => of.replace(/^(?:(?:the )?rows|a row|an item) of /, '');
