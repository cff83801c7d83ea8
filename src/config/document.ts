// A JSON or YAML config as data that remembers where each key and value stands. Loaded only where a config file exists.
import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { UserError } from './user-error.ts';

export type KeyPath = readonly (string | number)[];

export interface ConfigDocument {
  readonly value: unknown;
  /** Where the value at the path, or its key, stands; the nearest enclosing place where there is no such key. */
  readonly offset: (path: KeyPath, at: 'key' | 'value') => number;
  /** `file:line:column`. */
  readonly place: (offset: number) => string;
}

/** `file` is the name for messages. A syntax error is a UserError with its line. */
export function readDocument(text: string, file: string): ConfigDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [error] = document.errors;
  if (file.endsWith('.json')) refuseWhatIsNotJson(text, (offset) => at(error?.pos[0] ?? offset));
  if (error) throw new UserError('config', `${at(error.pos[0])}: ${sentence(error.message)}`);
  const value = readValue(() => document.toJS(), file);
  return { value, offset: (path, which) => offsetOf(document.contents, path, which), place: at };
}

const sentence = (message: string): string => (/[.!?]$/.test(message) ? message : `${message}.`);

/** YAML reads more than JSON, comments and bare words for instance, which other programs then refuse. */
function refuseWhatIsNotJson(text: string, at: (offset: number) => string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new UserError('config', `${at(firstNotJson(text))}: this is not valid JSON.`);
  }
}

const jsonToken = /\s+|[{}[\]:]|,(?!\s*[}\]])|"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/y;

/** JSON.parse does not always say where; where YAML has read the text, a wrong token is all that it can be. */
function firstNotJson(text: string): number {
  let offset = 0;
  for (jsonToken.lastIndex = 0; jsonToken.test(text); ) offset = jsonToken.lastIndex;
  return offset;
}

/** Aliases without an anchor, or that grow without bound, are found only here. */
function readValue(read: () => unknown, file: string): unknown {
  try {
    return read();
  } catch (error) {
    throw new UserError('config', `${file}: ${sentence((error as Error).message)}`);
  }
}

function offsetOf(contents: unknown, path: KeyPath, which: 'key' | 'value'): number {
  let node = contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  path.forEach((key, index) => {
    const found = child(node, key);
    if (!found) return;
    const last = index === path.length - 1;
    const shown = last && which === 'key' ? found.key : found.value;
    offset = shown?.range?.[0] ?? found.key?.range?.[0] ?? offset;
    node = found.value;
  });
  return offset;
}

function child(node: Node | null, key: string | number): { key?: Node; value: Node | null } | undefined {
  if (isSeq(node)) return { value: (node.items[Number(key)] as Node | undefined) ?? null };
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key));
  const { key: name, value } = (pair ?? {}) as Partial<Pair<Node, Node | null>>;
  return pair ? { ...(name ? { key: name } : {}), value: value ?? null } : undefined;
}
