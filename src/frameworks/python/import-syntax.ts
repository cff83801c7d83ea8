// Imports of Python to the nodes that the grammar makes of them.
import {
  as,
  type Draft,
  identifier,
  isNext,
  leave,
  made,
  need,
  type Scanner,
  skip,
  take,
  takeWord,
} from './scanner.ts';

function dottedName(scanner: Scanner): Draft {
  const parts = [identifier(scanner)];
  while (take(scanner, '.')) parts.push(identifier(scanner));
  const [first, last] = [parts[0], parts.at(-1)];
  return made('dotted_name', first?.start ?? 0, last?.end ?? 0, parts);
}

function importedName(scanner: Scanner): Draft {
  const name = as('name', dottedName(scanner));
  if (!takeWord(scanner, 'as')) return name;
  const alias = as('alias', identifier(scanner));
  return as('name', made('aliased_import', name.start, alias.end, [name, alias]));
}

export function importStatement(scanner: Scanner): Draft {
  const { at: start } = scanner;
  scanner.at += 'import'.length;
  const names = [importedName(scanner)];
  while (take(scanner, ',')) names.push(importedName(scanner));
  return made('import_statement', start, names.at(-1)?.end ?? 0, names);
}

export function importFrom(scanner: Scanner): Draft {
  const { at: start } = scanner;
  scanner.at += 'from'.length;
  const module = as('module_name', moduleName(scanner));
  if (!takeWord(scanner, 'import')) leave();
  const isFuture = scanner.text.slice(module.start, module.end) === '__future__';
  skip(scanner);
  if (take(scanner, '*')) {
    const star = made('wildcard_import', scanner.at - 1, scanner.at);
    return made('import_from_statement', start, scanner.at, [module, star]);
  }
  const isBracketed = take(scanner, '(');
  if (isBracketed) scanner.brackets += 1;
  const names = [importedName(scanner)];
  while (take(scanner, ',') && !(isBracketed && isBracketNext(scanner))) names.push(importedName(scanner));
  let end = names.at(-1)?.end ?? 0;
  if (isBracketed) {
    need(scanner, ')');
    scanner.brackets -= 1;
    end = scanner.at;
  }
  return isFuture
    ? made('future_import_statement', start, end, names)
    : made('import_from_statement', start, end, [module, ...names]);
}

export function isBracketNext(scanner: Scanner): boolean {
  skip(scanner);
  return scanner.text[scanner.at] === ')';
}

function moduleName(scanner: Scanner): Draft {
  skip(scanner);
  const { at: start, text } = scanner;
  while (text[scanner.at] === '.') scanner.at += 1;
  if (scanner.at === start) return dottedName(scanner);
  const prefix = made('import_prefix', start, scanner.at);
  if (isNext(scanner, 'import')) return made('relative_import', start, prefix.end, [prefix]);
  const name = dottedName(scanner);
  return made('relative_import', start, name.end, [prefix, name]);
}
