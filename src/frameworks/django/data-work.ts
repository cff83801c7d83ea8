// What a migration does in Python of its own or as SQL of its own: RunPython and RunSQL.
import { describeSql, standIn } from '../python/machine.ts';
import { percent } from '../python/methods.ts';
import { type Called, isNone, list, pathOf, type Site, type Text, text, type Value, whatOf } from '../python/value.ts';
import { literalOf } from './defaults.ts';

export interface Sink {
  readonly send: (sql: Text, site: Site) => void;
  readonly gap: (reason: string, site: Site) => void;
}

/** The argument of RunSQL: a string, or a list of strings and of pairs of a string and its values. Strings are not split. */
export function runSql(sink: Sink, value: Value | undefined, site: Site): void {
  if (value === undefined || isNone(value) || pathOf(value)?.endsWith('RunSQL.noop')) return;
  if (value.kind === 'text') return sendText(sink, value, site);
  if (value.kind !== 'list' || value.isOpen) {
    sink.gap(`The SQL of RunSQL is ${whatOf(value)}, which is known only at run time.`, site);
    return;
  }
  for (const item of value.items) {
    if (item.kind !== 'list') runSql(sink, item, site);
    else if (item.items[0]?.kind === 'text') sendText(sink, withValues(item.items[0], item.items[1]), site);
    else sink.gap('A statement of RunSQL is known only at run time.', site);
  }
}

function sendText(sink: Sink, sql: Text, site: Site): void {
  if (sql.text.trim() === '') return;
  const whole = sql.hole === undefined ? sql : standIn(sql);
  if (whole) sink.send(whole, site);
  else sink.gap(describeSql(sql), site);
}

/** `%s` stands for a value that the driver quotes. */
function withValues(sql: Text, values: Value | undefined): Text {
  if (values === undefined || isNone(values)) return sql;
  if (values.kind !== 'list') return percent(sql, values);
  const quoted = values.items.map((item) => (isNone(item) ? text('NULL') : text(literalOf(item, 'any') ?? 'NULL')));
  return percent(sql, list(quoted, 'tuple'));
}

const executes =
  /^(?:schema_editor\.execute|(?:schema_editor\.|django\.db\.)?connections?\b.*\.cursor\(\)(?:\.__enter__\(\))?\.execute)$/;

/** Calls that neither send anything nor lead to what does. */
const harmless =
  /^(?:schema_editor\.connection\.(?:alias|cursor|vendor)|django\.db\.connection\.cursor|(?:.*\.cursor\(\)\.(?:close|fetch\w+))|logging\.|.*\blogger\.|sys\.stdout|apps\.get_app_config)/;

/** What is known of work on models, for a sentence; undefined where there has been none. */
export interface CodeReader {
  readonly follow: (called: Called) => undefined;
  readonly say: (what: string) => void;
  readonly work: string | undefined;
}

/** What to make of the calls in the function of RunPython: what it sends as SQL is read, the rest is work on data. */
export function codeReader(sink: Sink): CodeReader {
  let work: string | undefined;
  const say = (what: string): void => {
    work ||= what;
  };
  const follow = (called: Called): undefined => {
    const name = pathOf(called.callee) ?? '';
    if (executes.test(name)) {
      const [sql] = called.args;
      if (sql?.kind === 'text') sendText(sink, withValues(sql, called.args[1]), called.site);
      else
        sink.gap(
          `The SQL of execute() is ${sql ? whatOf(sql) : 'missing'}, which is known only at run time.`,
          called.site,
        );
    } else if (!harmless.test(name)) say(/^apps\.get_model$/.test(name) ? modelNamed(called) : '');
    return undefined;
  };
  return {
    follow,
    say,
    get work() {
      return work;
    },
  };
}

function modelNamed({ args }: Called): string {
  const names = args.flatMap((arg) => (arg.kind === 'text' && arg.hole === undefined ? [arg.text] : []));
  return names.length === 2 ? ` (${names.join('.')})` : '';
}
