// Values as SQL literals. EFCore.PG/Storage/Internal/Mapping/
import { knownNumber, knownText, type Made, type Value, whatOf } from '../csharp/value.ts';
import { quotedText } from './names.ts';
import { Unreadable } from './operation.ts';

/** `type` is that of the column, where it is known. */
export function literal(value: Value, type: string | undefined): string {
  switch (value.kind) {
    case 'plain':
      return value.value === null ? 'NULL' : value.value ? 'TRUE' : 'FALSE';
    case 'number':
      return value.text;
    case 'text': {
      const text = knownText(value);
      if (text === undefined) throw new Unreadable(`a value is ${whatOf(value)}, which is known only at run time`);
      return text === '' && /^jsonb?$/.test(type ?? '') ? "'{}'" : quotedText(text);
    }
    case 'list':
      return value.of === 'byte' || type === 'bytea' ? bytes(value.items) : arrayLiteral(value.items, value.of, type);
    case 'made':
      return madeLiteral(value, type);
    case 'name':
      return label(value.path, type);
    default:
      throw new Unreadable(`a value is ${whatOf(value)}, which is known only at run time`);
  }
}

const builtIn =
  /^(?:(?:small|big)?int|integer|numeric|decimal|real|double|float|text|char|varchar|bool|uuid|date|time|interval|json|bytea|bit|inet)/i;

/** `State.OnHold` of a type of the project's own is the label that Npgsql makes of it. */
function label(path: string, type: string | undefined): string {
  const [, name] = /^[A-Z]\w*\.(\w+)$/.exec(path) ?? [];
  if (name === undefined || type === undefined || builtIn.test(type)) {
    throw new Unreadable(`a value is ${path}, which is known only at run time`);
  }
  const snake = name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase();
  return `${quotedText(snake)}::${type}`;
}

const bytes = (items: readonly Value[]): string =>
  `BYTEA E'\\\\x${items.map((item) => (knownNumber(item) ?? 0).toString(16).toUpperCase().padStart(2, '0')).join('')}'`;

const elementTypes: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'integer',
  long: 'bigint',
  Guid: 'uuid',
  bool: 'boolean',
};

function arrayLiteral(items: readonly Value[], of: string | undefined, type: string | undefined): string {
  const array = /\[\]$/.test(type ?? '') ? type : `${elementTypes[of ?? ''] ?? 'text'}[]`;
  const element = array?.slice(0, -2);
  return `ARRAY[${items.map((item) => literal(item, element)).join(',')}]::${array}`;
}

/** One of .NET's values, as `new DateTime(…)`. */
function madeLiteral(value: Made, type: string | undefined): string {
  const [first] = value.args;
  const written = knownText(first);
  if (written !== undefined) return written === '' ? "''" : textual(value.type, written, type);
  switch (value.type) {
    case 'DateTime':
    case 'DateTimeOffset':
    case 'DateOnly':
      return moment(value, type);
    case 'TimeSpan':
    case 'TimeOnly':
      return span(value, type);
    default:
      throw new Unreadable(`the value ${whatOf(value)} is known only at run time`);
  }
}

function textual(clrType: string, written: string, type: string | undefined): string {
  const prefix = { DateTime: prefixOf(type), DateTimeOffset: 'TIMESTAMPTZ ', DateOnly: 'DATE ', TimeSpan: 'INTERVAL ' }[
    clrType
  ];
  return `${prefix ?? ''}${quotedText(written)}`;
}

const prefixOf = (type: string | undefined): string => {
  if (type === 'date') return 'DATE ';
  return /without time zone|^timestamp(?:\(\d\))?$/.test(type ?? '') ? 'TIMESTAMP ' : 'TIMESTAMPTZ ';
};

function numbersIn(values: readonly Value[]): number[] {
  return values.map((value) => {
    const number = knownNumber(value);
    if (number === undefined)
      throw new Unreadable(`a part of a date is ${whatOf(value)}, which is known only at run time`);
    return number;
  });
}

const two = (number = 0): string => String(number).padStart(2, '0');

/** `new DateTime(2024, 1, 31, 0, 0, 0, DateTimeKind.Utc)`; the first day of all is minus infinity. */
function moment({ type: clrType, args }: Made, type: string | undefined): string {
  const [first] = args;
  const inner = first?.kind === 'made' ? first.args : args;
  const [year = 1, month = 1, day = 1, hour, minute, second] = numbersIn(inner.filter(({ kind }) => kind === 'number'));
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  if (clrType === 'DateOnly') return `DATE '${date === '0001-01-01' ? '-infinity' : date}'`;
  const prefix = clrType === 'DateTimeOffset' ? 'TIMESTAMPTZ ' : prefixOf(type);
  const time = `${two(hour)}:${two(minute)}:${two(second)}`;
  if (date === '0001-01-01' && time === '00:00:00') return `${prefix}'-infinity'`;
  if (prefix === 'DATE ') return `DATE '${date}'`;
  const zone = clrType === 'DateTimeOffset' ? '+00:00' : 'Z';
  return `${prefix}'${date}T${time}${prefix === 'TIMESTAMPTZ ' ? zone : ''}'`;
}

function span({ type: clrType, args }: Made, type: string | undefined): string {
  const all = numbersIn(args);
  const isTime = clrType === 'TimeOnly' || /^time\b/.test(type ?? '');
  // One number is of ticks, of which a second has ten million.
  const [days, hours, minutes, seconds] =
    all.length === 1
      ? [0, 0, 0, Math.trunc((all[0] ?? 0) / 1e7)]
      : all.length < 4 || isTime
        ? [0, all[0], all[1], all[2]]
        : all;
  const total = (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
  const size = Math.abs(total);
  const clock = `${two(Math.trunc(size / 3600) % 24)}:${two(Math.trunc(size / 60) % 60)}:${two(size % 60)}`;
  const whole = Math.trunc(size / 86_400);
  return `${isTime ? 'TIME' : 'INTERVAL'} '${total < 0 ? '-' : ''}${whole === 0 ? '' : `${whole} `}${clock}'`;
}
