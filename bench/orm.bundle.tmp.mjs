// src/frameworks/javascript/text.ts
var textOf = (text3) => ({ kind: 'text', text: text3, origins: [], holes: [] });
var holeOf = (what) => ({ kind: 'text', text: '', origins: [], holes: [{ at: 0, what }] });
var fileText = (source) => ({
  kind: 'text',
  text: source.text,
  origins: [{ at: 0, fileStart: 0, length: source.text.length, source }],
  holes: [],
});
function literalText(source, fileStart, raw2, cooked) {
  const origins = raw2 === cooked ? [{ at: 0, fileStart, length: raw2.length, source }] : unescaped();
  return { kind: 'text', text: cooked, origins, holes: [] };
  function unescaped() {
    const found = [];
    let at = 0;
    for (const { 0: part, index } of raw2.matchAll(escapes)) {
      if (part[0] !== '\\' && part !== '\r\n') {
        found.push({ at, fileStart: fileStart + index, length: part.length, source });
        at += part.length;
      } else if (!/^\\[\r\n\u2028\u2029]/.test(part)) at += /^\\u\{(?:0*[1-9a-f][0-9a-f]{4,})\}$/i.test(part) ? 2 : 1;
    }
    return at === cooked.length ? found : [];
  }
}
var escapes = /\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|\r\n|[\s\S])|\r\n|(?:[^\\\r]|\r(?!\n))+/gi;
function concatTexts(parts) {
  const only = parts[0];
  if (parts.length === 1 && only) return only;
  const origins = [];
  const holes = [];
  let text3 = '';
  for (const part of parts) {
    const shift = text3.length;
    for (const origin of part.origins) origins.push({ ...origin, at: origin.at + shift });
    for (const hole of part.holes) holes.push({ ...hole, at: hole.at + shift });
    text3 += part.text;
  }
  return { kind: 'text', text: text3, origins: origins.length > mostOrigins ? [] : origins, holes };
}
var mostOrigins = 5e3;
function sliceText({ text: text3, origins, holes }, start2, end) {
  const kept = origins.flatMap((origin) => {
    const from = Math.max(origin.at, start2);
    const to = Math.min(origin.at + origin.length, end);
    return from < to
      ? [{ ...origin, at: from - start2, fileStart: origin.fileStart + from - origin.at, length: to - from }]
      : [];
  });
  return {
    kind: 'text',
    text: text3.slice(start2, end),
    origins: kept,
    holes: holes.filter(({ at }) => at >= start2 && at <= end).map((hole) => ({ ...hole, at: hole.at - start2 })),
  };
}
function trimText(text3) {
  const start2 = text3.text.length - text3.text.trimStart().length;
  return sliceText(text3, start2, Math.max(start2, text3.text.trimEnd().length));
}
function pieceOf(text3, site) {
  const source = writtenIn(text3) ?? site.source;
  const segments = text3.origins
    .filter((origin) => origin.source === source)
    .map(({ at, fileStart, length }) => ({ sqlStart: at, fileStart, length }));
  return segments.length > 0 ? { sql: text3.text, source, segments } : generatedPiece([text3.text], site);
}
function writtenIn({ origins }) {
  const lengths = /* @__PURE__ */ new Map();
  for (const { source, length } of origins) lengths.set(source, (lengths.get(source) ?? 0) + length);
  return [...lengths].sort((a, b) => b[1] - a[1])[0]?.[0];
}
function generatedPiece(statements, { source, start: start2, end }) {
  const segments = [];
  let sql2 = '';
  for (const statement of statements) {
    if (sql2 !== '') sql2 += '; ';
    segments.push({ sqlStart: sql2.length, fileStart: start2, length: 0 });
    sql2 += statement;
    segments.push({ sqlStart: sql2.length, fileStart: end, length: 0 });
  }
  return { sql: sql2, source, segments };
}

// src/frameworks/javascript/unknown-sql.ts
var dataChange = /^(?:\s|--.*\n|\/\*[\s\S]*?\*\/)*(?:insert|update|delete|select|with|comment)\b/i;
function standIn(text3) {
  if (!dataChange.test(text3.text)) return void 0;
  const parts = [];
  let from = 0;
  for (const { at } of text3.holes) {
    const before = text3.text.slice(0, at);
    parts.push(sliceWithout(text3, from, at));
    from = at;
    if (isQuoted(before)) continue;
    if (!isValuePlace(before)) return void 0;
    parts.push(textOf('NULL'));
  }
  return concatTexts([...parts, sliceWithout(text3, from, text3.text.length)]);
}
var sliceWithout = (text3, start2, end) => sliceText({ ...text3, holes: [] }, start2, end);
var isQuoted = (before) => (before.match(/'/g)?.length ?? 0) % 2 === 1;
var isValuePlace = (before) =>
  /(?:[=<>]|\b(?:limit|then|else|and|between|like|in\s*\(|any\s*\(|values\s*\((?:[^()]*,)?))\s*$/i.test(before);
var objects = [
  [/\balter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?/i, 'An ALTER TABLE', 'table'],
  [/\bdrop\s+table\s+(?:if\s+exists\s+)?/i, 'A DROP TABLE', 'table'],
  [/\bcreate\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?/i, 'A CREATE TABLE', 'table'],
  [
    /\bcreate\s+(?:unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?(?:"[^"]*"|\w*)\s*on\s+/i,
    'A CREATE INDEX',
    'table',
  ],
  [/\bcreate\s+(?:unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?/i, 'A CREATE INDEX', 'index'],
  [/\bdrop\s+index\s+(?:concurrently\s+)?(?:if\s+exists\s+)?/i, 'A DROP INDEX', 'index'],
  [/\bupdate\s+(?:only\s+)?/i, 'An UPDATE', 'table'],
  [/\binsert\s+into\s+/i, 'An INSERT', 'table'],
  [/\bdelete\s+from\s+(?:only\s+)?/i, 'A DELETE', 'table'],
  [/\balter\s+type\s+/i, 'An ALTER TYPE', 'type'],
  [/\bcreate\s+type\s+/i, 'A CREATE TYPE', 'type'],
  [/\btruncate\s+(?:table\s+)?(?:only\s+)?/i, 'A TRUNCATE', 'table'],
];
var mark = '\uE000';
function marked({ text: text3, holes }) {
  let from = 0;
  let all = '';
  for (const { at } of holes) {
    all += text3.slice(from, at) + mark;
    from = at;
  }
  return all + text3.slice(from);
}
function describeSql(text3) {
  const what = text3.holes[0]?.what ?? 'a value';
  const sql2 = marked(text3);
  const found = objects
    .map(([pattern, name, kind]) => ({ name, kind, match: pattern.exec(sql2) }))
    .find(({ match: match2 }) => match2 !== null);
  if (!found?.match) return `SQL of which a part is computed (${what}) is known only at run time.`;
  const rest = sql2.slice(found.match.index + found.match[0].length);
  const written = /^(?:"[^"]*"|[\w$\ue000])+(?:\.(?:"[^"]*"|[\w$\ue000])+)?/.exec(rest)?.[0] ?? mark;
  if (written.includes(mark)) {
    return `${found.name} on a ${found.kind} whose name is computed (${what}) is known only at run time.`;
  }
  return `${found.name} on the ${found.kind} ${written} of which a part is computed (${what}) is known only at run time.`;
}

// src/frameworks/javascript/machine.ts
var Exhausted = class extends Error {
  kind;
  constructor(kind, reason) {
    super(reason);
    this.kind = kind;
  }
};
var Thrown = class extends Error {
  value;
  constructor(value) {
    super('thrown');
    this.value = value;
  }
};
var mostSteps = 2e5;
var deepestCall = 150;
var mostPieces = 5e3;
var longestText = 4e6;
function step(machine) {
  machine.steps += 1;
  if (machine.steps > mostSteps) {
    throw new Exhausted(
      'size',
      `The code does more than ${mostSteps} steps, such as a loop without an end, and is read no further.`,
    );
  }
}
function enter(machine, work) {
  if (machine.depth >= deepestCall) {
    throw new Exhausted(
      'nesting',
      `Functions call one another more than ${deepestCall} deep, and the code is read no further.`,
    );
  }
  machine.depth += 1;
  try {
    return work();
  } finally {
    machine.depth -= 1;
  }
}
function spend(machine, characters) {
  machine.steps += characters >> 8;
  if (characters > longestText) throw new Exhausted('size', 'The code builds a string that is too long to be read.');
  step(machine);
}
var siteOf = (node, scope) => ({
  source: scope.module.source,
  start: node.start ?? 0,
  end: node.end ?? 0,
});
function addGap(machine, site, reason, kind = 'dynamic-sql') {
  machine.sent += 1;
  const { source, start: start2, end } = site;
  const isKnown = machine.gaps.some(
    (gap) => gap.span?.start.offset === start2 && gap.file === source.path && gap.reason === reason,
  );
  if (isKnown || machine.gaps.length >= mostPieces) return;
  const text3 = source.text.slice(start2, Math.min(end, start2 + 200));
  machine.gaps.push({ kind, file: source.path, span: source.span(start2, end), reason, text: text3 });
}
function sendText(machine, text3, site) {
  const whole = text3.holes.length === 0 ? text3 : standIn(text3);
  if (whole) return push(machine, pieceOf(whole, site));
  addGap(machine, site, describeSql(text3));
}
var sendStatements = (machine, statements, site) => push(machine, generatedPiece(statements, site));
function push(machine, piece) {
  machine.sent += 1;
  if (piece.sql.trim() === '') return;
  if (machine.pieces.length >= mostPieces) {
    throw new Exhausted('size', `The migration sends more than ${mostPieces} statements, and is read no further.`);
  }
  machine.pieces.push(piece);
}

// src/frameworks/javascript/comments.ts
function commentsFor(parsed, text3, direction) {
  return [...parsed].flatMap(([source, file]) => {
    if (file.type === 'unparsed') return [];
    const others = source === text3 ? otherWays(file.program.body, direction) : [];
    return (file.comments ?? []).flatMap((comment) => {
      const { start: start2 = 0, end = 0, type } = comment;
      if (others.some((part) => part.start <= start2 && start2 < part.end)) return [];
      const kind = type === 'CommentLine' ? 'line' : 'block';
      return [{ text: source.text.slice(start2, end), span: source.span(start2, end), kind, file: source.path }];
    });
  });
}
function otherWays(body, direction) {
  const parts = partsOf(body);
  const hasOwn = parts.some(({ name }) => name === direction);
  return hasOwn ? parts.filter(({ name }) => name !== direction) : [];
}
function partsOf(nodes) {
  let before;
  return nodes.flatMap((node) => {
    const start2 = before ?? node.start ?? 0;
    const end = node.end ?? 0;
    before = end;
    const name = definedName(node);
    return name === 'up' || name === 'down' ? [{ name, start: start2, end }] : partsOf(within(node));
  });
}
function definedName(node) {
  switch (node.type) {
    case 'ExportNamedDeclaration':
      return node.declaration ? definedName(node.declaration) : void 0;
    case 'FunctionDeclaration':
      return node.id?.name;
    case 'VariableDeclaration':
      return node.declarations.length === 1 && node.declarations[0]?.id.type === 'Identifier'
        ? node.declarations[0].id.name
        : void 0;
    case 'ExpressionStatement':
      return node.expression.type === 'AssignmentExpression' ? propertyName(node.expression.left) : void 0;
    case 'ClassMethod':
    case 'ClassProperty':
    case 'ObjectMethod':
    case 'ObjectProperty':
      return node.key.type === 'Identifier' ? node.key.name : void 0;
    default:
      return void 0;
  }
}
var propertyName = (left) =>
  left.type === 'MemberExpression' && left.property.type === 'Identifier' ? left.property.name : void 0;
function within(typed) {
  const node = untyped(typed);
  switch (node?.type) {
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      return within(node.declaration);
    case 'ClassDeclaration':
    case 'ClassExpression':
      return node.body.body;
    case 'VariableDeclaration':
      return node.declarations.flatMap(({ init }) => within(init));
    case 'ExpressionStatement':
      return node.expression.type === 'AssignmentExpression' ? within(node.expression.right) : [];
    case 'ObjectExpression':
      return node.properties;
    default:
      return [];
  }
}
function untyped(node) {
  let inner = node;
  while (inner?.type === 'TSAsExpression' || inner?.type === 'TSSatisfiesExpression') inner = inner.expression;
  return inner;
}

// src/frameworks/javascript/value.ts
var undefinedValue = { kind: 'primitive', value: void 0 };
var nullValue = { kind: 'primitive', value: null };
var primitive = (value) => ({ kind: 'primitive', value });
var list = (items, isOpen = false) => ({ kind: 'list', items, isOpen });
var unknown = (what, asks2) => ({ kind: 'unknown', what, asks: asks2 });
var native = (name, parts = {}) => ({
  kind: 'native',
  name,
  ...parts,
});
function record(fields = [], of2) {
  return { kind: 'record', fields: new Map(fields), isOpen: false, of: of2 };
}
function namespace(name, members2) {
  return native(name, { get: (key) => (Object.hasOwn(members2, key) ? members2[key] : void 0) });
}
var isNullish = (value) => value.kind === 'primitive' && (value.value ?? null) === null;
function truth(value) {
  if (value.kind === 'unknown') return void 0;
  if (value.kind === 'primitive') return Boolean(value.value);
  if (value.kind !== 'text') return true;
  if (value.text !== '') return true;
  return value.holes.length > 0 ? void 0 : false;
}
function toText(value) {
  if (value.kind === 'text') return value;
  if (value.kind === 'primitive') return textOf(String(value.value));
  if (value.kind === 'list' && !value.isOpen) return joined(value.items);
  return holeOf(whatOf(value));
}
function joined(items) {
  const texts = items.map((item3) => (isNullish(item3) ? textOf('') : toText(item3)));
  const hole = texts.find(({ holes }) => holes.length > 0)?.holes[0];
  return hole ? holeOf(hole.what) : textOf(texts.map(({ text: text3 }) => text3).join(','));
}
function whatOf(value) {
  switch (value.kind) {
    case 'unknown':
      return value.what;
    case 'native':
      return value.name;
    case 'text':
      return value.holes[0]?.what ?? 'a string';
    case 'function':
    case 'class':
      return value.name === '' ? 'a function' : `the function ${value.name}`;
    case 'list':
      return 'a list that is completed at run time';
    case 'record':
      return 'an object';
    default:
      return String(value.value);
  }
}
var knownString = (value) => (value?.kind === 'text' && value.holes.length === 0 ? value.text : void 0);
function canSend(value, depth = 3) {
  if (value.kind === 'native' || value.kind === 'unknown') return value.canSend === true;
  if (depth === 0) return false;
  if (value.kind === 'list') return value.items.some((item3) => canSend(item3, depth - 1));
  if (value.kind === 'record') return [...value.fields.values()].some((field2) => canSend(field2, depth - 1));
  return false;
}

// src/frameworks/javascript/scope.ts
var innerScope = (parent, frame = parent.frame) => ({
  variables: /* @__PURE__ */ new Map(),
  parent,
  module: parent.module,
  frame,
});
function lookUp(scope, name) {
  const own = declared(scope, name);
  const bring = own ? void 0 : scope.module.imports.get(name);
  if (!bring) return own;
  const value = bring();
  scope.module.imports.set(name, () => value);
  return value;
}
function declared(scope, name) {
  for (let at = scope; at; at = at.parent) {
    const value = at.variables.get(name);
    if (value) return value;
  }
  return void 0;
}
function assign(scope, name, value) {
  let at = scope;
  while (at.parent && !at.variables.has(name)) at = at.parent;
  at.variables.set(name, value);
}
function forget(scope, name) {
  if (declared(scope, name)) assign(scope, name, unknown(`the variable ${name}`));
}
function functionScope(scope) {
  let at = scope;
  while (at.parent && at.parent.frame === scope.frame) at = at.parent;
  return at;
}

// src/frameworks/javascript/branches.ts
function attempt(machine, work) {
  const before = machine.sent;
  machine.uncertain += 1;
  try {
    const completion = work();
    const value = completion?.value && machine.settle(completion.value);
    return { hasSent: machine.sent > before, ends: completion?.type, value };
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    return { hasSent: machine.sent > before, ends: 'throw', value: void 0 };
  } finally {
    machine.uncertain -= 1;
  }
}
function attemptValue(machine, work) {
  const run3 = attempt(machine, () => ({ type: 'return', value: work() }));
  return { ...run3, ends: run3.ends === 'throw' ? 'throw' : void 0 };
}
function joinBranches(machine, test, branches, site) {
  const sending = branches.filter(({ hasSent }) => hasSent);
  const ending = branches.filter(({ ends }) => ends === 'return');
  if (sending.length === 0 && ending.length === 0) return;
  if (test.kind === 'unknown' && test.asks === 'schema' && sending.length < 2) return;
  addGap(
    machine,
    site,
    `Whether this runs depends on ${whatOf(test)}, which is known only at run time.`,
    'unsupported',
  );
}
function forgetAssigned(nodes, scope) {
  const open = [...nodes];
  while (open.length > 0) {
    const node = open.pop();
    if (Array.isArray(node)) for (const item3 of node) open.push(item3);
    else if (isNode(node)) {
      for (const name of assignedBy(node)) forget(scope, name);
      for (const [key, child] of Object.entries(node)) if (typeof child === 'object' && key !== 'loc') open.push(child);
    }
  }
}
function assignedBy(node) {
  if (node.type === 'AssignmentExpression') return namesOf(node.left);
  return node.type === 'UpdateExpression' ? namesOf(node.argument) : [];
}
var isNode = (value) => typeof value?.type === 'string';
function namesOf(target) {
  switch (target.type) {
    case 'Identifier':
      return [target.name];
    case 'ArrayPattern':
      return target.elements.flatMap((element) => (element ? namesOf(element) : []));
    case 'ObjectPattern':
      return target.properties.flatMap((property) =>
        namesOf(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'AssignmentPattern':
      return namesOf(target.left);
    default:
      return [];
  }
}

// src/frameworks/javascript/keys.ts
function keyName(machine, node, scope) {
  const { key } = node;
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  if (!node.computed && key.type === 'Identifier') return key.name;
  const value = machine.evaluate(key, scope);
  return value.kind === 'primitive' ? String(value.value) : knownString(value);
}

// src/frameworks/javascript/closures.ts
function functionOf(node, scope) {
  const name =
    ('id' in node && node.id?.name) || ('key' in node && node.key.type === 'Identifier' && node.key.name) || '';
  return { kind: 'function', node, scope, name };
}
function classOf(machine, node, scope) {
  const inner = innerScope(scope);
  const name = node.id?.name ?? '';
  const parent = node.superClass ? machine.evaluate(node.superClass, scope) : void 0;
  const made = { kind: 'class', node, scope: inner, name, parent, statics: /* @__PURE__ */ new Map() };
  if (name !== '') inner.variables.set(name, made);
  for (const member2 of node.body.body) declareStatic(machine, member2, made);
  return made;
}
function declareStatic(machine, member2, made) {
  if (!('static' in member2) || !member2.static || !('key' in member2)) return;
  const key = keyName(machine, member2, made.scope);
  if (key === void 0) return;
  if (member2.type === 'ClassMethod' || member2.type === 'ClassPrivateMethod') {
    made.statics.set(key, { ...functionOf(member2, made.scope), self: made, home: made });
  } else if (member2.type === 'ClassProperty' || member2.type === 'ClassPrivateProperty') {
    made.statics.set(key, fieldValue(machine, member2, made, made));
  }
}
function fieldValue(machine, member2, made, self) {
  if (!member2.value) return undefinedValue;
  return machine.evaluate(member2.value, innerScope(made.scope, { self, mayHaveReturned: false }));
}
function initialise(machine, made, self, depth = 0) {
  if (made.parent?.kind === 'class' && depth < 20) initialise(machine, made.parent, self, depth + 1);
  for (const member2 of made.node.body.body) {
    if ((member2.type !== 'ClassProperty' && member2.type !== 'ClassPrivateProperty') || member2.static) continue;
    const key = keyName(machine, member2, made.scope);
    if (key !== void 0) self.fields.set(key, fieldValue(machine, member2, made, self));
  }
}
function memberOf(made, key, depth = 0) {
  for (const member2 of made.node.body.body) {
    const isMethod = member2.type === 'ClassMethod' || member2.type === 'ClassPrivateMethod';
    if (isMethod && !member2.static && memberName(member2) === key) return { node: member2, home: made };
  }
  return made.parent?.kind === 'class' && depth < 20 ? memberOf(made.parent, key, depth + 1) : void 0;
}
function memberName({ key }) {
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  if (key.type === 'Identifier') return key.name;
  return key.type === 'StringLiteral' ? key.value : void 0;
}

// src/frameworks/javascript/iteration.ts
function iterate(_machine, value) {
  if (value.kind === 'list') return value;
  if (value.kind === 'native' && Array.isArray(value.data)) return list(value.data);
  const text3 = knownString(value);
  if (text3 !== void 0) return list([...text3.slice(0, 1e4)].map(textOf));
  return isNullish(value) ? list([]) : list([], true);
}
function keysOf(value) {
  if (value.kind === 'record') return list([...value.fields.keys()].map(textOf), value.isOpen);
  if (value.kind === 'list')
    return list(
      value.items.map((_, at) => textOf(String(at))),
      value.isOpen,
    );
  return list([], !isNullish(value));
}
function entriesOf(value) {
  if (value.kind === 'record')
    return list(
      [...value.fields].map(([key, field2]) => list([textOf(key), field2])),
      value.isOpen,
    );
  if (value.kind === 'list')
    return list(
      value.items.map((item3, at) => list([primitive(at), item3])),
      value.isOpen,
    );
  return list([], !isNullish(value));
}

// src/frameworks/javascript/operators.ts
function boxed(value) {
  if (value.kind === 'primitive') return value;
  const text3 = knownString(value);
  return text3 === void 0 ? void 0 : { value: text3 };
}
function compare(left, right) {
  const [a, b] = [boxed(left), boxed(right)];
  if (a && b) return a.value === b.value;
  if (left.kind === 'unknown' || right.kind === 'unknown' || left.kind === 'text' || right.kind === 'text')
    return void 0;
  return left === right;
}
function binary(operator, left, right) {
  switch (operator) {
    case '===':
      return decided(compare(left, right), left, right);
    case '!==':
      return decided(negated(compare(left, right)), left, right);
    case '==':
      return decided(looselyEqual(left, right), left, right);
    case '!=':
      return decided(negated(looselyEqual(left, right)), left, right);
    case 'in':
      return has(right, left);
    default:
      return arithmetic(operator, left, right);
  }
}
var negated = (value) => (value === void 0 ? void 0 : !value);
var looselyEqual = (left, right) => (isNullish(left) && isNullish(right) ? true : compare(left, right));
function decided(value, left, right) {
  if (value !== void 0) return primitive(value);
  const doubted = left.kind === 'unknown' ? left : right;
  return unknown(whatOf(doubted), asks(left) ?? asks(right));
}
var asks = (value) => (value.kind === 'unknown' ? value.asks : void 0);
function has(object, key) {
  const name = knownString(key);
  if (object.kind === 'record' && name !== void 0 && !object.isOpen) return primitive(object.fields.has(name));
  return unknown(whatOf(object));
}
function arithmetic(operator, left, right) {
  const [a, b] = [boxed(left)?.value, boxed(right)?.value];
  if (typeof a === 'string' && typeof b === 'string') return ordered(operator, a, b);
  if (typeof a !== 'number' || typeof b !== 'number') {
    return unknown(left.kind === 'unknown' ? left.what : whatOf(right), asks(left) ?? asks(right));
  }
  switch (operator) {
    case '+':
      return primitive(a + b);
    case '-':
      return primitive(a - b);
    case '*':
      return primitive(a * b);
    case '/':
      return primitive(a / b);
    case '%':
      return primitive(a % b);
    case '**':
      return primitive(a ** b);
    default:
      return ordered(operator, a, b);
  }
}
function ordered(operator, a, b) {
  switch (operator) {
    case '<':
      return primitive(a < b);
    case '<=':
      return primitive(a <= b);
    case '>':
      return primitive(a > b);
    case '>=':
      return primitive(a >= b);
    default:
      return unknown('a computed value');
  }
}

// src/frameworks/javascript/list-methods.ts
function listMethod(machine, self, key, args, site) {
  const method2 = Object.hasOwn(methods, key) ? methods[key] : void 0;
  if (!method2) return void 0;
  spend(machine, self.items.length);
  return method2({ machine, self, args, site });
}
function eachItem({ machine, self, args, site }) {
  const [callback = undefinedValue] = args;
  const results = self.items.map((item3, at) => machine.call(callback, [item3, primitive(at), self], site));
  if (self.isOpen) {
    const rest = unknown('an item of a list');
    const run3 = attempt(machine, () => ({
      type: 'return',
      value: machine.call(callback, [rest, unknown('an index')], site),
    }));
    if (run3.hasSent)
      addGap(machine, site, 'How often this runs depends on a list that is known only at run time.', 'unsupported');
  }
  return results;
}
function chosen(call2) {
  const results = eachItem(call2).map(truth);
  if (results.includes(void 0)) return void 0;
  return call2.self.items.filter((_, at) => results[at]);
}
var methods = {
  map: (call2) => list(eachItem(call2), call2.self.isOpen),
  forEach(call2) {
    eachItem(call2);
    return undefinedValue;
  },
  flatMap: (call2) => flat(call2.machine, list(eachItem(call2), call2.self.isOpen)),
  flat: ({ machine, self }) => flat(machine, self),
  filter(call2) {
    const [callback] = call2.args;
    if (callback?.kind === 'native' && callback.name === 'Boolean') return truthy(call2.self);
    const items = chosen(call2);
    return items ? list(items, call2.self.isOpen) : list([], true);
  },
  find(call2) {
    const items = chosen(call2);
    return items?.[0] ?? (items && !call2.self.isOpen ? undefinedValue : unknown('an item of a list'));
  },
  some(call2) {
    const items = chosen(call2);
    return items && !call2.self.isOpen ? primitive(items.length > 0) : unknown('a test of a list');
  },
  every(call2) {
    const items = chosen(call2);
    return items && !call2.self.isOpen
      ? primitive(items.length === call2.self.items.length)
      : unknown('a test of a list');
  },
  reduce: ({ machine, self, args, site }) => reduce(machine, self, args, site),
  join: ({ machine, self, args }) => join(machine, self, args[0]),
  concat({ machine, self, args }) {
    const parts = [
      self,
      ...args.map((arg) => (arg.kind === 'list' ? arg : arg.kind === 'unknown' ? list([], true) : list([arg]))),
    ];
    return flat(machine, list(parts));
  },
  push: ({ machine, self, args }) => changed(machine, self, () => self.items.push(...args)),
  unshift: ({ machine, self, args }) => changed(machine, self, () => self.items.unshift(...args)),
  pop: ({ machine, self }) => taken(machine, self, () => self.items.pop()),
  shift: ({ machine, self }) => taken(machine, self, () => self.items.shift()),
  slice({ self, args }) {
    const [from, to] = args.map((arg) =>
      arg.kind === 'primitive' && typeof arg.value === 'number' ? arg.value : void 0,
    );
    return list(self.items.slice(from ?? 0, to), self.isOpen);
  },
  reverse: ({ self }) => list([...self.items].reverse(), self.isOpen),
  toReversed: ({ self }) => list([...self.items].reverse(), self.isOpen),
  sort: ({ self }) => (self.items.length < 2 ? self : list([], true)),
  includes: ({ self, args }) => membership(self, args[0] ?? undefinedValue),
  indexOf({ self, args }) {
    const found = self.items.map((item3) => compare(item3, args[0] ?? undefinedValue));
    return found.includes(void 0) || self.isOpen ? unknown('an index') : primitive(found.indexOf(true));
  },
  at({ self, args }) {
    const index = args[0]?.kind === 'primitive' ? Number(args[0].value) : Number.NaN;
    return self.items.at(index) ?? (self.isOpen ? unknown('an item of a list') : undefinedValue);
  },
  entries: ({ self }) => entriesOf(self),
  keys: ({ self }) => keysOf(self),
  values: ({ self }) => self,
  toString: ({ machine, self }) => join(machine, self, void 0),
};
function flat(machine, self) {
  const result = list([], self.isOpen);
  for (const item3 of self.items) {
    if (item3.kind === 'list') {
      result.items.push(...item3.items);
      result.isOpen ||= item3.isOpen;
    } else if (item3.kind === 'unknown') result.isOpen = true;
    else result.items.push(item3);
    spend(machine, result.items.length);
  }
  return result;
}
function truthy(self) {
  const known2 = self.items.map(truth);
  return known2.includes(void 0)
    ? list([], true)
    : list(
        self.items.filter((_, at) => known2[at]),
        self.isOpen,
      );
}
function reduce(machine, self, [callback = undefinedValue, start2], site) {
  const items = start2 ? self.items : self.items.slice(1);
  let value = start2 ?? self.items[0] ?? undefinedValue;
  for (const item3 of items) value = machine.call(callback, [value, item3], site);
  if (!self.isOpen) return value;
  const run3 = attempt(machine, () => ({
    type: 'return',
    value: machine.call(callback, [value, unknown('an item')], site),
  }));
  if (run3.hasSent)
    addGap(machine, site, 'How often this runs depends on a list that is known only at run time.', 'unsupported');
  return unknown('the result of a loop over a list');
}
function join(machine, self, separator) {
  if (self.isOpen) return unknown('a list that is known only at run time');
  const between2 = separator && !isNullish(separator) ? toText(separator) : textOf(',');
  const parts = [];
  for (const [at, item3] of self.items.entries()) {
    if (at > 0) parts.push(between2);
    parts.push(isNullish(item3) ? textOf('') : toText(item3));
  }
  const text3 = parts.length > 0 ? concatTexts(parts) : textOf('');
  spend(machine, text3.text.length);
  return text3;
}
function changed(machine, self, change) {
  if (machine.uncertain > 0) self.isOpen = true;
  else change();
  spend(machine, self.items.length);
  return self.isOpen ? unknown('the length of a list') : primitive(self.items.length);
}
function taken(machine, self, take) {
  if (machine.uncertain > 0 || self.isOpen) {
    self.isOpen = true;
    return unknown('an item of a list');
  }
  return take() ?? undefinedValue;
}
function membership(self, value) {
  const found = self.items.map((item3) => compare(item3, value));
  if (found.includes(true)) return primitive(true);
  return self.isOpen || found.includes(void 0) ? unknown(whatOf(value)) : primitive(false);
}

// src/frameworks/javascript/collections.ts
function eachOf(machine, kind, source) {
  const given = source && !isNullish(source) ? iterate(machine, source) : list([]);
  const items = [];
  const self = native(kind === 'set' ? 'a Set' : 'a Map', { data: items, get: get2 });
  for (const item3 of given.items) add(item3);
  return given.isOpen ? list(items, true) : self;
  function keyOf(item3) {
    return kind === 'map' && item3.kind === 'list' ? (item3.items[0] ?? undefinedValue) : item3;
  }
  function find(key) {
    return items.findIndex((item3) => compare(keyOf(item3), key) === true);
  }
  function add(item3) {
    const at = find(keyOf(item3));
    if (at < 0) items.push(item3);
    else if (kind === 'map') items[at] = item3;
    return self;
  }
  function get2(key) {
    if (key === 'size') return primitive(items.length);
    return native(key, { call: (call2) => method2(key, call2) });
  }
  function method2(key, { args, site }) {
    const [arg = undefinedValue, value = undefinedValue] = args;
    const at = find(arg);
    if (key === 'add') return add(arg);
    if (key === 'set') return add(list([arg, value]));
    if (key === 'has') return arg.kind === 'unknown' ? unknown(arg.what) : primitive(at >= 0);
    if (key === 'get') return at < 0 ? undefinedValue : (items[at].items[1] ?? undefinedValue);
    if (key === 'entries' && kind === 'map') return list(items);
    if (key === 'keys') return list(items.map(keyOf));
    if (key === 'delete') return primitive(at >= 0 && items.splice(at, 1).length > 0);
    const values3 = list(
      items.map((item3) => (kind === 'map' && item3.kind === 'list' ? (item3.items[1] ?? undefinedValue) : item3)),
    );
    return listMethod(machine, values3, key, args, site) ?? unknown(`the result of ${key}`);
  }
}

// src/frameworks/javascript/json.ts
function valueOfJson(json) {
  if (typeof json === 'string') return textOf(json);
  if (Array.isArray(json)) return list(json.map(valueOfJson));
  if (json && typeof json === 'object')
    return record(Object.entries(json).map(([key, value]) => [key, valueOfJson(value)]));
  return primitive(json);
}
function jsonOf(value, depth = 50) {
  if (depth === 0) return void 0;
  if (value.kind === 'primitive')
    return value.value === void 0 || typeof value.value === 'bigint' ? void 0 : value.value;
  if (value.kind === 'text') return knownString(value);
  if (value.kind === 'list' && !value.isOpen) {
    const items = value.items.map((item3) => jsonOf(item3, depth - 1));
    return items.includes(void 0) ? void 0 : items;
  }
  if (value.kind !== 'record' || value.isOpen) return void 0;
  const fields = [...value.fields].map(([key, field2]) => [key, jsonOf(field2, depth - 1)]);
  return fields.some(([, field2]) => field2 === void 0) ? void 0 : Object.fromEntries(fields);
}

// src/frameworks/javascript/globals.ts
function globalValue(machine, name) {
  const make = Object.hasOwn(globals, name) ? globals[name] : void 0;
  return make?.(machine);
}
var members = (machine, name, works2) =>
  Object.fromEntries(
    Object.entries(works2).map(([key, work]) => [
      key,
      native(`${name}.${key}`, { call: (call2) => work(call2, machine) }),
    ]),
  );
var first = ({ args }) => args[0] ?? undefinedValue;
var silent = native('console', { get: () => native('console', { call: () => undefinedValue }) });
var globals = {
  console: () => silent,
  Object: (machine) => namespace('Object', members(machine, 'Object', ofObject)),
  Array: (machine) =>
    native('Array', { get: namespace('Array', members(machine, 'Array', ofArray)).get, construct: sized, call: sized }),
  Promise: (machine) =>
    native('Promise', {
      get: namespace('Promise', members(machine, 'Promise', ofPromise)).get,
      construct: (call2) => promised(machine, call2),
    }),
  JSON: (machine) => namespace('JSON', members(machine, 'JSON', ofJson)),
  Math: (machine) => namespace('Math', members(machine, 'Math', ofMath)),
  String: () =>
    native('String', {
      call: (call2) => toText(first(call2)),
      get: namespace('String', { raw: native('String.raw', { call: raw }) }).get,
      construct: (call2) => ({ ...toText(first(call2)), isBoxed: true }),
    }),
  Number: () => native('Number', { call: (call2) => numberOf(first(call2)) }),
  parseInt: () => native('parseInt', { call: (call2) => numberOf(first(call2)) }),
  Boolean: () => native('Boolean', { call: (call2) => booleanOf(first(call2)) }),
  Set: (machine) => native('Set', { construct: ({ args }) => eachOf(machine, 'set', args[0]) }),
  Map: (machine) => native('Map', { construct: ({ args }) => eachOf(machine, 'map', args[0]) }),
  Error: () => native('Error', { construct: errorOf, call: errorOf }),
  NaN: () => primitive(Number.NaN),
  Infinity: () => primitive(Number.POSITIVE_INFINITY),
};
var errorOf = (call2) => record([['message', first(call2)]]);
var ofObject = {
  keys: (call2) => keysOf(first(call2)),
  values: (call2) =>
    mapped(entriesOf(first(call2)), (pair) => (pair.kind === 'list' ? (pair.items[1] ?? undefinedValue) : pair)),
  entries: (call2) => entriesOf(first(call2)),
  freeze: first,
  assign({ args }) {
    const [target, ...others] = args;
    if (target?.kind !== 'record') return unknown('an object');
    for (const other of others) {
      if (other.kind === 'record') for (const [key, value] of other.fields) target.fields.set(key, value);
      if (other.kind === 'unknown' || (other.kind === 'record' && other.isOpen)) target.isOpen = true;
    }
    return target;
  },
  fromEntries(call2, machine) {
    const pairs = iterate(machine, first(call2));
    const result = record();
    result.isOpen = pairs.isOpen;
    for (const pair of pairs.items) {
      const key = pair.kind === 'list' ? knownString(pair.items[0]) : void 0;
      if (key === void 0 || pair.kind !== 'list') result.isOpen = true;
      else result.fields.set(key, pair.items[1] ?? undefinedValue);
    }
    return result;
  },
  defineProperty: first,
};
var mapped = (items, change) => list(items.items.map(change), items.isOpen);
var ofArray = {
  isArray(call2) {
    const value = first(call2);
    return value.kind === 'unknown' ? unknown('a test of a value') : primitive(value.kind === 'list');
  },
  of: ({ args }) => list([...args]),
  from({ args, site }, machine) {
    const [source = undefinedValue, change] = args;
    const items = iterate(machine, lengthOf(source) ?? source);
    if (!change) return list([...items.items], items.isOpen);
    return list(
      items.items.map((item3, at) => machine.call(change, [item3, primitive(at)], site)),
      items.isOpen,
    );
  },
};
function lengthOf(value) {
  const length = value.kind === 'record' ? value.fields.get('length') : void 0;
  return length?.kind === 'primitive' ? sizedTo(Number(length.value)) : void 0;
}
var sized = ({ args }) => {
  const [only] = args;
  if (args.length === 1 && only?.kind === 'primitive' && typeof only.value === 'number') return sizedTo(only.value);
  return list([...args]);
};
var sizedTo = (length) =>
  length >= 0 && length <= 1e4 ? list(Array.from({ length }, () => undefinedValue)) : list([], true);
var ofPromise = {
  all: (call2, machine) => settled(call2, machine),
  allSettled: (call2, machine) => settled(call2, machine),
  race: (call2, machine) => settled(call2, machine),
  resolve: (call2, machine) => machine.settle(first(call2)),
  reject: () => undefinedValue,
};
function settled(call2, machine) {
  const items = iterate(machine, first(call2));
  return list(
    items.items.map((item3) => machine.settle(item3)),
    items.isOpen,
  );
}
function promised(machine, { args, site }) {
  let value = unknown('the result of a promise');
  const resolve2 = native('resolve', {
    call(call2) {
      value = first(call2);
      return undefinedValue;
    },
  });
  if (args[0]) machine.call(args[0], [resolve2, native('reject', { call: () => undefinedValue })], site);
  return value;
}
var ofJson = {
  stringify(call2) {
    const json = jsonOf(first(call2));
    return json === void 0 ? unknown('a JSON string') : textOf(JSON.stringify(json));
  },
  parse(call2) {
    try {
      return valueOfJson(JSON.parse(knownString(first(call2)) ?? ''));
    } catch {
      return unknown('the content of a JSON string');
    }
  },
};
var arithmetic2 =
  (work) =>
  ({ args }) => {
    const numbers2 = args.map((arg) => (arg.kind === 'primitive' ? Number(arg.value) : Number.NaN));
    return numbers2.some(Number.isNaN) ? unknown('a number') : primitive(work(...numbers2));
  };
var ofMath = {
  floor: arithmetic2(Math.floor),
  ceil: arithmetic2(Math.ceil),
  round: arithmetic2(Math.round),
  min: arithmetic2(Math.min),
  max: arithmetic2(Math.max),
  abs: arithmetic2(Math.abs),
};
function numberOf(value) {
  const text3 = knownString(value);
  if (text3 !== void 0) return primitive(Number.parseFloat(text3));
  return value.kind === 'primitive' && !isNullish(value) ? primitive(Number(value.value)) : unknown('a number');
}
function booleanOf(value) {
  const known2 = truth(value);
  return known2 === void 0 ? value : primitive(known2);
}
var raw = ({ quasis = [], args }) =>
  concatTexts(quasis.flatMap((quasi, at) => (args[at] ? [quasi, toText(args[at])] : [quasi])));

// src/frameworks/javascript/literals.ts
function structure(machine, node, scope) {
  switch (node.type) {
    case 'ArrayExpression':
      return arrayOf(machine, node, scope);
    case 'ObjectExpression':
      return objectOf(machine, node, scope);
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return functionOf(node, scope);
    case 'ClassExpression':
      return classOf(machine, node, scope);
    default:
      return void 0;
  }
}
function arrayOf(machine, node, scope) {
  const result = list([]);
  for (const element of node.elements) {
    if (!element) result.items.push(undefinedValue);
    else if (element.type !== 'SpreadElement') result.items.push(machine.evaluate(element, scope));
    else {
      const items = iterate(machine, machine.evaluate(element.argument, scope));
      if (items.isOpen) result.isOpen = true;
      for (const item3 of items.items) result.items.push(item3);
    }
    spend(machine, result.items.length);
  }
  return result;
}
function objectOf(machine, node, scope) {
  const result = record();
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      const spread = machine.evaluate(property.argument, scope);
      if (spread.kind === 'record') {
        for (const [key2, value2] of spread.fields) result.fields.set(key2, value2);
        result.isOpen ||= spread.isOpen;
      } else if (!isNullish(spread)) result.isOpen = true;
      continue;
    }
    const key = keyName(machine, property, scope);
    const value =
      property.type === 'ObjectMethod' ? methodOf(property, result, scope) : machine.evaluate(property.value, scope);
    if (key === void 0) result.isOpen = true;
    else if (value) result.fields.set(key, value);
    else addGap(machine, siteOf(property, scope), 'A getter is not read.', 'unsupported');
  }
  return result;
}
var methodOf = (node, self, scope) => (node.kind === 'method' ? { ...functionOf(node, scope), self } : void 0);

// src/frameworks/javascript/patterns.ts
var declare = (machine, pattern, value, scope) =>
  match(machine, pattern, value, scope, (name, found) => {
    scope.variables.set(name, found);
  });
var assignTo = (machine, target, value, scope) =>
  match(machine, target, value, scope, (name, found) => assign(scope, name, found));
function valueOfTarget(machine, target, scope) {
  if (target.type !== 'Identifier') return machine.evaluate(target, scope);
  return lookUp(scope, target.name) ?? unknown(`the value of ${target.name}`);
}
function match(machine, pattern, value, scope, store) {
  switch (pattern.type) {
    case 'Identifier':
      return store(pattern.name, value);
    case 'AssignmentPattern':
      return match(machine, pattern.left, orDefault(machine, value, pattern.right, scope), scope, store);
    case 'ArrayPattern':
      return matchArray(machine, pattern, value, scope, store);
    case 'ObjectPattern':
      return matchObject(machine, pattern, value, scope, store);
    case 'RestElement':
      return match(machine, pattern.argument, value, scope, store);
    case 'TSParameterProperty':
      return match(machine, pattern.parameter, value, scope, store);
    case 'MemberExpression':
      return setProperty(machine, pattern, value, scope);
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
      return match(machine, pattern.expression, value, scope, store);
    default:
  }
}
function orDefault(machine, value, fallback, scope) {
  return value.kind === 'primitive' && value.value === void 0 ? machine.evaluate(fallback, scope) : value;
}
function matchArray(machine, pattern, value, scope, store) {
  const { items, isOpen } = iterate(machine, value);
  for (const [at, element] of pattern.elements.entries()) {
    if (!element) continue;
    const rest = element.type === 'RestElement';
    const missing = isOpen ? unknown(whatOf(value)) : undefinedValue;
    match(machine, element, rest ? list(items.slice(at), isOpen) : (items[at] ?? missing), scope, store);
  }
}
function matchObject(machine, pattern, value, scope, store) {
  const taken2 = /* @__PURE__ */ new Set();
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') {
      match(machine, property.argument, restOf(value, taken2), scope, store);
      continue;
    }
    const key = keyName(machine, property, scope);
    if (key !== void 0) taken2.add(key);
    const found = key === void 0 ? unknown(whatOf(value)) : machine.get(value, key, siteOf(property, scope));
    match(machine, property.value, found, scope, store);
  }
}
function restOf(value, taken2) {
  if (value.kind !== 'record') return isNullish(value) ? record() : unknown(whatOf(value));
  const rest = record([...value.fields].filter(([key]) => !taken2.has(key)));
  rest.isOpen = value.isOpen;
  return rest;
}
function setProperty(machine, target, value, scope) {
  const object = machine.evaluate(target.object, scope);
  const key = keyName(machine, { key: target.property, computed: target.computed }, scope);
  if (machine.uncertain > 0 && (object.kind === 'record' || object.kind === 'list')) object.isOpen = true;
  if (object.kind === 'record') {
    if (key === void 0) object.isOpen = true;
    else object.fields.set(key, machine.uncertain > 0 ? unknown(`the property ${key}`) : value);
  } else if (object.kind === 'class' && key !== void 0) object.statics.set(key, value);
  else if (object.kind === 'list') setItem(object, key, value);
}
function setItem(object, key, value) {
  const at = Number(key);
  if (key === void 0 || !Number.isInteger(at) || at > object.items.length) object.isOpen = true;
  else object.items[at] = value;
}

// src/frameworks/javascript/expressions.ts
function evaluate(machine, node, scope) {
  step(machine);
  const value = literal(machine, node, scope) ?? operation(machine, node, scope) ?? structure(machine, node, scope);
  return value ?? unknown(`the result of this ${node.type}`);
}
function literal(machine, node, scope) {
  const { source } = scope.module;
  switch (node.type) {
    case 'StringLiteral': {
      const start2 = (node.start ?? 0) + 1;
      return literalText(source, start2, source.text.slice(start2, (node.end ?? 1) - 1), node.value);
    }
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return primitive(node.value);
    case 'BigIntLiteral':
      return /^\d+$/.test(node.value) && node.value.length < 100 ? primitive(BigInt(node.value)) : unknown('a number');
    case 'NullLiteral':
      return nullValue;
    case 'RegExpLiteral':
      return { kind: 'native', name: 'a regular expression', data: { pattern: node.pattern, flags: node.flags } };
    case 'TemplateLiteral':
      return template(machine, node, scope);
    case 'Identifier':
      return identifier(machine, node, scope);
    case 'ThisExpression':
      return scope.frame.self ?? unknown('this');
    default:
      return void 0;
  }
}
function identifier(machine, node, scope) {
  const found = lookUp(scope, node.name);
  if (found) return found;
  if (node.name === 'undefined') return undefinedValue;
  return globalValue(machine, node.name) ?? unknown(`the value of ${node.name}`);
}
function template(machine, node, scope) {
  const parts = [];
  for (const [at, quasi] of node.quasis.entries()) {
    parts.push(quasiText(quasi, scope));
    const inner = node.expressions[at];
    if (inner) parts.push(embedded(machine, inner, scope));
  }
  const text3 = concatTexts(parts);
  spend(machine, text3.text.length);
  return text3;
}
function embedded(machine, node, scope) {
  const text3 = toText(machine.evaluate(node, scope));
  const code = scope.module.source.text.slice(node.start ?? 0, node.end ?? 0);
  return text3.holes.length > 0 && text3.text === '' && code.length < 40 && !code.includes('\n') ? holeOf(code) : text3;
}
function quasiText(quasi, scope) {
  const { source } = scope.module;
  const [start2, end] = [quasi.start ?? 0, quasi.end ?? 0];
  return literalText(source, start2, source.text.slice(start2, end), quasi.value.cooked ?? quasi.value.raw);
}
function operation(machine, node, scope) {
  switch (node.type) {
    case 'BinaryExpression':
      return binaryValue(machine, node, scope);
    case 'LogicalExpression':
      return logical(machine, node, scope);
    case 'ConditionalExpression':
      return conditional(machine, node, scope);
    case 'UnaryExpression':
      return unary(machine, node, scope);
    case 'UpdateExpression':
      return update(machine, node, scope);
    case 'AssignmentExpression':
      return assignment(machine, node, scope);
    case 'SequenceExpression':
      return node.expressions.map((inner) => machine.evaluate(inner, scope)).at(-1);
    case 'AwaitExpression':
      return machine.settle(machine.evaluate(node.argument, scope));
    case 'YieldExpression':
      return node.argument ? machine.settle(machine.evaluate(node.argument, scope)) : undefinedValue;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ParenthesizedExpression':
      return machine.evaluate(node.expression, scope);
    default:
      return void 0;
  }
}
function binaryValue(machine, node, scope) {
  const left = machine.evaluate(node.left, scope);
  const right = machine.evaluate(node.right, scope);
  if (node.operator === '+' && (left.kind === 'text' || right.kind === 'text')) {
    const text3 = concatTexts([toText(left), toText(right)]);
    spend(machine, text3.text.length);
    return text3;
  }
  return binary(node.operator, left, right);
}
function logical(machine, node, scope) {
  const left = machine.evaluate(node.left, scope);
  const known2 = node.operator === '??' ? (left.kind === 'unknown' ? void 0 : isNullish(left)) : truth(left);
  if (known2 !== void 0) {
    const goesOn = node.operator === '||' ? !known2 : known2;
    return goesOn ? machine.evaluate(node.right, scope) : left;
  }
  const right = attemptValue(machine, () => machine.evaluate(node.right, scope));
  forgetAssigned([node.right], scope);
  joinBranches(machine, left, [right], siteOf(node, scope));
  return joined2(left, right.value);
}
function joined2(left, right) {
  const [asking] = [left, right].filter((value) => value?.kind === 'unknown' && value.asks);
  const able = [left, right].some((value) => value?.kind === 'unknown' && value.canSend);
  return { ...unknown(whatOf(left), asking?.kind === 'unknown' ? asking.asks : void 0), canSend: able };
}
function conditional(machine, node, scope) {
  const test = machine.evaluate(node.test, scope);
  const known2 = truth(test);
  if (known2 !== void 0) return machine.evaluate(known2 ? node.consequent : node.alternate, scope);
  const branches = [node.consequent, node.alternate].map((branch2) => {
    const tried = attemptValue(machine, () => machine.evaluate(branch2, scope));
    forgetAssigned([branch2], scope);
    return tried;
  });
  joinBranches(machine, test, branches, siteOf(node, scope));
  const [left, right] = branches;
  if (left?.value && right?.value && compare(left.value, right.value) === true) return left.value;
  return unknown(`what depends on ${whatOf(test)}`);
}
function unary(machine, node, scope) {
  const value = machine.evaluate(node.argument, scope);
  if (node.operator === 'void') return undefinedValue;
  if (node.operator === '!') {
    const known2 = truth(value);
    if (known2 !== void 0) return primitive(!known2);
    return value.kind === 'unknown' ? value : unknown(whatOf(value));
  }
  if (node.operator === 'typeof') return typeOf(value);
  if (value.kind !== 'primitive' || typeof value.value === 'bigint') return unknown('a number');
  if (node.operator === '-') return primitive(-Number(value.value));
  return node.operator === '+' ? primitive(Number(value.value)) : unknown('a number');
}
function typeOf(value) {
  if (value.kind === 'unknown') return unknown('the type of a value');
  if (value.kind === 'text') return textOf('string');
  if (value.kind === 'primitive') return textOf(typeof value.value);
  return textOf(value.kind === 'function' || value.kind === 'class' ? 'function' : 'object');
}
function update(machine, node, scope) {
  const before = valueOfTarget(machine, node.argument, scope);
  const isKnown = before.kind === 'primitive' && typeof before.value === 'number';
  const after2 = isKnown ? primitive(Number(before.value) + (node.operator === '++' ? 1 : -1)) : unknown('a counter');
  assignTo(machine, node.argument, after2, scope);
  return node.prefix ? after2 : before;
}
function assignment(machine, node, scope) {
  if (node.operator === '=') {
    const value = machine.evaluate(node.right, scope);
    assignTo(machine, node.left, value, scope);
    return value;
  }
  const before = valueOfTarget(machine, node.left, scope);
  const operator = node.operator.slice(0, -1);
  if (operator === '||' || operator === '&&' || operator === '??') {
    const known2 = operator === '??' ? (before.kind === 'unknown' ? void 0 : isNullish(before)) : truth(before);
    if (known2 === (operator === '||')) return before;
  }
  const right = machine.evaluate(node.right, scope);
  const isLogical = /^(?:\|\||&&|\?\?)$/.test(operator);
  const after2 = isLogical
    ? truth(before) === void 0
      ? unknown(whatOf(before))
      : right
    : combine(machine, operator, before, right);
  assignTo(machine, node.left, after2, scope);
  return after2;
}
function combine(machine, operator, left, right) {
  if (operator !== '+' || (left.kind !== 'text' && right.kind !== 'text')) return binary(operator, left, right);
  const text3 = concatTexts([toText(left), toText(right)]);
  spend(machine, text3.text.length);
  return text3;
}

// src/frameworks/javascript/invocation.ts
function invoke(machine, callee, { args, self, home }) {
  const { node } = callee;
  const isArrow = node.type === 'ArrowFunctionExpression';
  const outer = callee.scope.frame;
  const frame = isArrow
    ? { self: outer.self, home: outer.home, mayHaveReturned: false }
    : { self, home, mayHaveReturned: false };
  const scope = innerScope(callee.scope, frame);
  return enter(machine, () => {
    if (!isArrow) scope.variables.set('arguments', list([...args]));
    bindParameters(machine, node, args, scope);
    const value = resultOf(machine, node, scope);
    if (frame.mayHaveReturned) return unknown(`the result of ${callee.name || 'a function'}`);
    return node.async ? machine.settle(value) : value;
  });
}
function resultOf(machine, node, scope) {
  if (node.body.type !== 'BlockStatement') return machine.evaluate(node.body, scope);
  const completion = machine.execute(node.body.body, scope);
  return completion?.value ?? undefinedValue;
}
function bindParameters(machine, node, args, scope) {
  const params = node.params.filter((param) => param.type !== 'Identifier' || param.name !== 'this');
  for (const [at, param] of params.entries()) {
    const value = param.type === 'RestElement' ? list(args.slice(at)) : (args[at] ?? undefinedValue);
    declare(machine, param, value, scope);
    if (param.type === 'TSParameterProperty' && scope.frame.self?.kind === 'record')
      setOwn(param, scope.frame.self, value);
  }
}
function setOwn(param, self, value) {
  const { parameter } = param;
  const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  if (target.type === 'Identifier') self.fields.set(target.name, value);
}

// src/frameworks/javascript/text-methods.ts
function textMethod(machine, text3, key, args) {
  spend(machine, text3.text.length);
  const keeping = Object.hasOwn(withOrigin, key) ? withOrigin[key] : void 0;
  if (keeping) return keeping(text3, args, machine);
  const method2 = Object.hasOwn(plain, key) ? plain[key] : void 0;
  if (!method2) return void 0;
  const hole =
    text3.holes[0] ?? args.map((arg) => (arg.kind === 'text' ? arg.holes[0] : void 0)).find((found) => found);
  return hole ? holeOf(hole.what) : method2(text3, args, machine);
}
var withOrigin = {
  trim: (text3) => trimText(text3),
  trimStart: (text3) => sliceText(text3, text3.text.length - text3.text.trimStart().length, text3.text.length),
  trimEnd: (text3) => sliceText(text3, 0, text3.text.trimEnd().length),
  toString: (text3) => text3,
  valueOf: (text3) => text3,
  concat: (text3, args) => concatTexts([text3, ...args.map(toText)]),
  repeat(text3, [times], machine) {
    const count = numberOf2(times);
    if (count === void 0 || count < 0 || count > 1e4) return unknown('a repeated string');
    spend(machine, text3.text.length * count);
    return count < 1 ? textOf('') : concatTexts(Array.from({ length: Math.floor(count) }, () => text3));
  },
  slice: (text3, args) =>
    between(text3, args, (from, to) => [
      from < 0 ? from + text3.text.length : from,
      to < 0 ? to + text3.text.length : to,
    ]),
  substring: (text3, args) => between(text3, args, (from, to) => [Math.min(from, to), Math.max(from, to)]),
};
function between(text3, args, range) {
  if (text3.holes.length > 0) return holeOf(text3.holes[0]?.what ?? '');
  const from = args[0] ? numberOf2(args[0]) : 0;
  const to = args[1] && !isNullish(args[1]) ? numberOf2(args[1]) : text3.text.length;
  if (from === void 0 || to === void 0) return unknown('a part of a string');
  const [start2, end] = range(from, to);
  return sliceText(text3, Math.max(start2, 0), Math.max(end, start2, 0));
}
var numberOf2 = (value) => (value?.kind === 'primitive' && typeof value.value === 'number' ? value.value : void 0);
var tests =
  (test) =>
  ({ text: text3 }, [arg]) => {
    const other = knownString(arg);
    return other === void 0 ? unknown('a test of a string') : primitive(test(text3, other));
  };
var plain = {
  toUpperCase: ({ text: text3 }) => textOf(text3.toUpperCase()),
  toLowerCase: ({ text: text3 }) => textOf(text3.toLowerCase()),
  startsWith: tests((text3, other) => text3.startsWith(other)),
  endsWith: tests((text3, other) => text3.endsWith(other)),
  includes: tests((text3, other) => text3.includes(other)),
  indexOf: tests((text3, other) => text3.indexOf(other)),
  lastIndexOf: tests((text3, other) => text3.lastIndexOf(other)),
  charAt: ({ text: text3 }, [at]) => textOf(text3.charAt(numberOf2(at) ?? 0)),
  split: (text3, [separator]) => split(text3, separator),
  replace: (text3, args, machine) => replace(machine, text3.text, args, false),
  replaceAll: (text3, args, machine) => replace(machine, text3.text, args, true),
  padStart: ({ text: text3 }, args) => padded(args, (length, fill) => text3.padStart(length, fill)),
  padEnd: ({ text: text3 }, args) => padded(args, (length, fill) => text3.padEnd(length, fill)),
};
function padded([length, fill], pad) {
  const wanted = numberOf2(length);
  if (wanted === void 0 || wanted > 1e3) return unknown('a padded string');
  return textOf(pad(wanted, fill ? (knownString(fill) ?? ' ') : ' '));
}
function split(text3, separator) {
  if (!separator || isNullish(separator)) return list([text3]);
  const pattern = patternOf(separator, text3.text);
  const by = knownString(separator);
  if (by === '') return list([...text3.text.slice(0, 1e4)].map(textOf));
  const parts = [];
  let from = 0;
  if (by !== void 0) {
    for (let at = text3.text.indexOf(by); at >= 0; at = text3.text.indexOf(by, from)) {
      parts.push(sliceText(text3, from, at));
      from = at + by.length;
      if (parts.length > 1e4) return list([], true);
    }
  } else if (pattern) {
    for (const match2 of text3.text.matchAll(new RegExp(pattern, `${pattern.flags.replace('g', '')}g`))) {
      if (match2[0] === '') return list([], true);
      parts.push(sliceText(text3, from, match2.index));
      from = match2.index + match2[0].length;
    }
  } else return list([], true);
  return list([...parts, sliceText(text3, from, text3.text.length)]);
}
function replace(machine, text3, [what, by], isAll) {
  const pattern = what && (knownString(what) ?? patternOf(what, text3));
  const replacement = knownString(by);
  if (pattern === void 0 || replacement === void 0) return unknown('a string with parts replaced');
  const result =
    isAll && typeof pattern === 'string' ? text3.replaceAll(pattern, replacement) : text3.replace(pattern, replacement);
  spend(machine, result.length);
  return textOf(result);
}
function patternOf(value, text3) {
  if (value.kind !== 'native') return void 0;
  const { pattern, flags } = value.data ?? {};
  if (typeof pattern !== 'string' || pattern.length > 200) return void 0;
  const repeats = pattern.match(/[*+{]/g)?.length ?? 0;
  const isNested = /\([^)]*[*+{][^)]*\)[*+{]/.test(pattern) || /\\\d/.test(pattern);
  if (isNested || repeats > 3 || text3.length > (repeats > 1 ? 1e3 : 2e4)) return void 0;
  try {
    return new RegExp(pattern, flags);
  } catch {
    return void 0;
  }
}

// src/frameworks/javascript/calls.ts
function evaluateCall(machine, node, scope) {
  switch (node.type) {
    case 'CallExpression':
    case 'OptionalCallExpression':
      return callValue(machine, node, scope);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return member(machine, node, scope);
    case 'NewExpression': {
      const args = argumentsOf(machine, node.arguments, scope);
      return machine.construct(machine.evaluate(node.callee, scope), args, siteOf(node, scope));
    }
    case 'TaggedTemplateExpression':
      return tagged(machine, node, scope);
    case 'ImportExpression':
      return imported(machine, node.source, node, scope);
    default:
      return void 0;
  }
}
function imported(machine, source, node, scope) {
  const specifier = toText(machine.evaluate(source, scope));
  const site = siteOf(node, scope);
  return specifier.holes.length > 0 ? unknown('a module') : machine.load(specifier.text, scope.module.source, site);
}
function callValue(machine, node, scope) {
  const { callee } = node;
  if (callee.type === 'Super') return superCall(machine, node, scope);
  if (callee.type === 'Import')
    return node.arguments[0] ? imported(machine, node.arguments[0], node, scope) : undefinedValue;
  const site = siteOf(node, scope);
  if (callee.type === 'MemberExpression' || callee.type === 'OptionalMemberExpression') {
    return methodCall(machine, node, callee, scope);
  }
  const target = machine.evaluate(callee, scope);
  if (isNullish(target) && node.type === 'OptionalCallExpression') return undefinedValue;
  return machine.call(target, argumentsOf(machine, node.arguments, scope), site);
}
function methodCall(machine, node, callee, scope) {
  const site = siteOf(node, scope);
  if (callee.object.type === 'Super') return superMethod(machine, node, callee, scope);
  const object = machine.evaluate(callee.object, scope);
  if (isNullish(object)) return undefinedValue;
  const key = keyName(machine, { key: callee.property, computed: callee.computed }, scope);
  const args = argumentsOf(machine, node.arguments, scope);
  if (key === void 0)
    return machine.call({ ...unknown(`a method of ${whatOf(object)}`), canSend: canSend(object) }, args, site);
  return callMethod(machine, { object, key, args, site });
}
function callMethod(machine, { object, key, args, site }) {
  const isAwaited = object.kind === 'native' && object.settle !== void 0 && isPromiseMethod(key);
  const own = object.kind === 'native' && !isAwaited ? object.get?.(key, site) : void 0;
  if (own) return machine.call(own, args, site, object);
  return (
    promiseMethod(machine, object, key, args, site) ??
    builtIn(machine, { object, key, args, site }) ??
    machine.call(machine.get(object, key, site), args, site, object)
  );
}
function builtIn(machine, call2) {
  const { object, key, args, site } = call2;
  if (object.kind === 'list') return listMethod(machine, object, key, args, site);
  if (object.kind === 'text') return textMethod(machine, object, key, args);
  if (object.kind === 'primitive' && (key === 'toString' || key === 'toLocaleString')) return toText(object);
  const isCode = object.kind === 'function' || object.kind === 'native' || object.kind === 'unknown';
  if (!isCode) return void 0;
  if (key === 'call') return machine.call(object, args.slice(1), site, args[0]);
  if (key === 'apply') return machine.call(object, args[1] ? iterate(machine, args[1]).items : [], site, args[0]);
  return key === 'bind' ? boundTo(machine, object, args) : void 0;
}
function boundTo(machine, callee, [self, ...first2]) {
  if (callee.kind !== 'function' && callee.kind !== 'native') return void 0;
  const bound = callee.kind === 'function' ? { ...callee, self } : callee;
  if (first2.length === 0) return bound;
  return native(whatOf(callee), {
    canSend: canSend(callee),
    call: ({ args, site }) => machine.call(bound, [...first2, ...args], site),
  });
}
var isPromiseMethod = (key) => /^(?:then|catch|finally|tap|nodeify|asCallback)$/.test(key);
function promiseMethod(machine, object, key, args, site) {
  if (object.kind === 'record' && object.fields.has(key)) return void 0;
  const [callback] = args;
  if (key === 'then' || key === 'tap') {
    const value2 = machine.settle(object);
    const result = callback && !isNullish(callback) ? machine.settle(machine.call(callback, [value2], site)) : value2;
    return key === 'tap' ? value2 : result;
  }
  if (key === 'catch') return machine.settle(object);
  const isTold = key === 'asCallback' || key === 'nodeify';
  if (key !== 'finally' && !isTold) return void 0;
  const value = machine.settle(object);
  if (callback) machine.settle(machine.call(callback, isTold ? [nullValue, value] : [], site));
  return value;
}
function argumentsOf(machine, nodes, scope) {
  const args = [];
  for (const node of nodes) {
    if (node.type !== 'SpreadElement') {
      args.push(machine.evaluate(node, scope));
      continue;
    }
    const spread = iterate(machine, machine.evaluate(node.argument, scope));
    for (const item3 of spread.items) args.push(item3);
    if (spread.isOpen) args.push(unknown('a spread argument'));
  }
  return args;
}
function member(machine, node, scope) {
  if (node.object.type === 'Super') return unknown('a member of super');
  const object = machine.evaluate(node.object, scope);
  if (isNullish(object)) return undefinedValue;
  const key = keyName(machine, { key: node.property, computed: node.computed }, scope);
  if (key !== void 0) return machine.get(object, key, siteOf(node, scope));
  const asks2 = object.kind === 'unknown' ? object.asks : void 0;
  return { ...unknown(`a property of ${whatOf(object)}`, asks2), canSend: canSend(object) };
}
function superCall(machine, node, scope) {
  const parent = scope.frame.home?.parent;
  const args = argumentsOf(machine, node.arguments, scope);
  if (parent?.kind !== 'class' || !scope.frame.self) return undefinedValue;
  const found = memberOf(parent, 'constructor');
  if (found) invoke(machine, methodOf2(found, scope.frame.self), { args, self: scope.frame.self, home: found.home });
  return undefinedValue;
}
function superMethod(machine, node, callee, scope) {
  const { home, self } = scope.frame;
  const key = keyName(machine, { key: callee.property, computed: callee.computed }, scope);
  const args = argumentsOf(machine, node.arguments, scope);
  const found = home?.parent?.kind === 'class' && key !== void 0 ? memberOf(home.parent, key) : void 0;
  if (!found || !self) return machine.call(unknown(`super.${key ?? ''}`), args, siteOf(node, scope));
  return invoke(machine, methodOf2(found, self), { args, self, home: found.home });
}
function methodOf2({ node, home }, self) {
  return { ...functionOf(node, home.scope), self, home };
}
function tagged(machine, node, scope) {
  const site = siteOf(node, scope);
  const tag = machine.evaluate(node.tag, scope);
  const quasis = node.quasi.quasis.map((quasi) => quasiText(quasi, scope));
  const args = node.quasi.expressions.map((inner) => machine.evaluate(inner, scope));
  if (tag.kind === 'native' && tag.call) return tag.call({ args, site, quasis });
  if (tag.kind === 'unknown' && canSend(tag)) {
    addGap(machine, site, `${tag.what} is not known, and may send SQL.`, 'unsupported');
    return unknown(tag.what);
  }
  const isText =
    tag.kind === 'unknown' && /(?:dedent|outdent|indent|raw|sql|pgsql|postgres|trim|format)/i.test(tag.what);
  if (!isText) return unknown('a tagged template');
  return concatTexts(quasis.flatMap((quasi, at) => (args[at] ? [quasi, toText(args[at])] : [quasi])));
}
function call(machine, callee, args, site, self) {
  if (callee.kind === 'function') {
    const bound = { args, self: callee.self ?? self, home: callee.home };
    return invoke(machine, callee, bound);
  }
  if (callee.kind === 'native' && callee.call) return callee.call({ args, site });
  return callUnknown(machine, callee, args, site);
}
function callUnknown(machine, callee, args, site) {
  const name = whatOf(callee).replace(/^the (?:value|result) of /, '');
  const mayBeCalled = args.filter((arg) => arg.kind === 'function');
  const runs = mayBeCalled.map((arg) =>
    attempt(machine, () => ({ type: 'return', value: machine.call(arg, [], site) })),
  );
  if (runs.some(({ hasSent }) => hasSent)) {
    addGap(machine, site, `Whether and how often this runs is up to ${name}, whose code is not read.`, 'unsupported');
  } else if (canSend(callee)) {
    addGap(machine, site, `${name} is not known here, and may send SQL.`, 'unsupported');
  } else if (args.some((arg) => canSend(arg))) {
    addGap(machine, site, `${name} is code that is not read, and may send SQL.`, 'unsupported');
  }
  const asks2 = callee.kind === 'unknown' ? callee.asks : void 0;
  return unknown(`the result of ${name}`, asks2);
}
function construct(machine, callee, args, site) {
  if (callee.kind === 'native' && callee.construct) return callee.construct({ args, site });
  if (callee.kind !== 'class') {
    if (args.some((arg) => canSend(arg)))
      addGap(machine, site, `${whatOf(callee)} is code that is not read, and may send SQL.`, 'unsupported');
    return { ...unknown(`new ${whatOf(callee)}`), canSend: args.some((arg) => canSend(arg)) };
  }
  return instance(machine, callee, args);
}
function instance(machine, callee, args) {
  const self = { kind: 'record', fields: /* @__PURE__ */ new Map(), isOpen: false, of: callee };
  initialise(machine, callee, self);
  const found = memberOf(callee, 'constructor');
  if (found) invoke(machine, methodOf2(found, self), { args, self, home: found.home });
  return self;
}

// src/frameworks/javascript/modules.ts
// src/frameworks/javascript/node-modules.ts
import { posix, posix as posix2 } from 'node:path';

// src/frameworks/javascript/callbacks.ts
function callBack(machine, callback, args, site) {
  if (callback) machine.settle(machine.call(callback, args, site));
  return args.at(-1) ?? undefinedValue;
}
function told(machine, work, args, site) {
  let values3 = [];
  const callback = native('callback', {
    call(call2) {
      values3 = call2.args.slice(1);
      return undefinedValue;
    },
  });
  const value = machine.settle(machine.call(work, [...args, callback], site));
  return values3.length > 0 ? values3 : [value];
}
var finished = (machine, { args, site }, at, value) => callBack(machine, args[at], [nullValue, value], site);
var inTurn = (machine, call2) => {
  const [works2 = undefinedValue] = call2.args;
  const isNamed = works2.kind === 'record';
  const each = isNamed ? list([...works2.fields.values()], works2.isOpen) : iterate(machine, works2);
  const values3 = each.items.map((work) => told(machine, work, [], call2.site)[0] ?? undefinedValue);
  return finished(machine, call2, 1, isNamed ? unknown('the results') : list(values3, each.isOpen));
};
var waterfall = (machine, call2) => {
  let values3 = [];
  for (const work of iterate(machine, call2.args[0] ?? undefinedValue).items)
    values3 = told(machine, work, values3, call2.site);
  return finished(machine, call2, 1, values3[0] ?? undefinedValue);
};
var forEach = (at) => (machine, call2) => {
  const { items, isOpen } = iterate(machine, call2.args[0] ?? undefinedValue);
  const work = call2.args[at] ?? undefinedValue;
  const values3 = items.map((item3) => told(machine, work, [item3], call2.site)[0] ?? undefinedValue);
  if (isOpen) machine.call(unknown('a list that is known only at run time'), [work], call2.site);
  return finished(machine, call2, at + 1, list(values3, isOpen));
};
var asyncWorks = {
  ...{ series: inTurn, parallel: inTurn, waterfall },
  ...{ each: forEach(1), eachSeries: forEach(1), forEach: forEach(1), forEachSeries: forEach(1) },
  ...{ map: forEach(1), mapSeries: forEach(1), eachLimit: forEach(2), mapLimit: forEach(2) },
};
var pause = () => undefinedValue;
var bluebirdWorks = {
  each: eachValue,
  mapSeries: eachValue,
  map: eachValue,
  delay: pause,
  try: (machine, { args: [work], site }) => (work ? machine.settle(machine.call(work, [], site)) : undefinedValue),
  promisify: (_, { args: [work] }) => work ?? undefinedValue,
  promisifyAll: (_, { args: [work] }) => work ?? undefinedValue,
  fromCallback: (machine, { args: [work], site }) =>
    work ? (told(machine, work, [], site)[0] ?? undefinedValue) : undefinedValue,
};
function eachValue(machine, { args: [given = undefinedValue, work = undefinedValue], site }) {
  const { items, isOpen } = iterate(machine, machine.settle(given));
  const values3 = items.map((item3, at) =>
    machine.settle(machine.call(work, [machine.settle(item3), primitive(at)], site)),
  );
  if (isOpen) machine.call(unknown('a list that is known only at run time'), [work], site);
  return list(values3, isOpen);
}
var membersOf = (machine, name, works2) =>
  Object.fromEntries(
    Object.entries(works2).map(([key, work]) => [
      key,
      native(`${name}.${key}`, { call: (call2) => work(machine, call2) }),
    ]),
  );
var asyncModule = (machine) => namespace('async', membersOf(machine, 'async', asyncWorks));
function bluebirdModule(machine) {
  const promise = globalValue(machine, 'Promise');
  if (promise?.kind !== 'native') return unknown('bluebird');
  const own = membersOf(machine, 'Promise', bluebirdWorks);
  return { ...promise, get: (key, site) => own[key] ?? promise.get?.(key, site) };
}

// src/frameworks/javascript/node-modules.ts
function builtInModule(machine, specifier, from) {
  switch (specifier.replace(/^node:/, '').replace(/^fs-extra$/, 'fs')) {
    case 'path':
    case 'path/posix':
      return paths;
    case 'fs':
      return files(machine, from);
    case 'fs/promises':
      return files(machine, from);
    case 'url':
      return namespace('url', {
        fileURLToPath: strings('fileURLToPath', ([url = '']) => url.replace(/^file:\/\//, '')),
      });
    case 'util':
      return namespace('util', {
        promisify: native('promisify', { call: ({ args }) => args[0] ?? unknown('a function') }),
      });
    case 'bluebird':
      return bluebirdModule(machine);
    case 'async':
      return asyncModule(machine);
    default:
      return void 0;
  }
}
function strings(name, work) {
  return native(name, {
    call({ args }) {
      const known2 = args.map(knownString);
      return known2.includes(void 0) ? unknown('a path') : textOf(work(known2));
    },
  });
}
var resolve = (parts) => {
  const last = parts.findLastIndex((part) => part.startsWith('/'));
  return posix.normalize(parts.slice(Math.max(last, 0)).join('/') || '.');
};
var paths = namespace('path', {
  join: strings('path.join', (parts) => posix.join(...parts)),
  resolve: strings('path.resolve', resolve),
  dirname: strings('path.dirname', ([path = '']) => posix.dirname(path)),
  basename: strings('path.basename', ([path = '', end]) => posix.basename(path, end)),
  extname: strings('path.extname', ([path = '']) => posix.extname(path)),
  sep: textOf('/'),
});
function files(machine, from) {
  const read = (name) =>
    native(name, {
      call(call2) {
        const content = contentOf(machine, from, call2);
        const callback = call2.args.at(-1);
        if (name === 'readFile' && callback?.kind === 'function')
          machine.call(callback, [primitive(null), content], call2.site);
        return content;
      },
    });
  const members2 = {
    readFileSync: read('readFileSync'),
    readFile: read('readFile'),
    existsSync: native('existsSync', { call: ({ args }) => exists(machine, args[0]) }),
  };
  return namespace('fs', { ...members2, promises: namespace('fs.promises', members2) });
}
function contentOf(machine, from, { args }) {
  const path = knownString(args[0]);
  if (path === void 0) return unknown('the content of a file');
  for (const folder of ['', ...foldersAbove(from.path)]) {
    const found = machine.host.readFile(posix.join(folder, path));
    if (found) return fileText(found);
    if (posix.isAbsolute(path)) break;
  }
  return unknown(`the content of ${path}`);
}
function foldersAbove(path) {
  const folder = posix.dirname(path);
  return folder === path || folder === '.' ? [] : [folder, ...foldersAbove(folder)];
}
function exists(machine, path) {
  const known2 = knownString(path);
  return known2 !== void 0 && machine.host.readFile(known2) ? primitive(true) : unknown('a test of a file');
}

// src/frameworks/javascript/modules.ts
function load(machine, specifier, from, site) {
  if (!/^\.{1,2}(?:\/|$)/.test(specifier)) {
    return machine.host.module(specifier) ?? builtInModule(machine, specifier, from) ?? unknown(specifier);
  }
  const base = posix2.join(posix2.dirname(from.path), specifier);
  const known2 = candidates(base).find((path) => machine.modules.has(path));
  if (known2) return machine.modules.get(known2)?.exports.value ?? unknown(specifier);
  for (const path of candidates(base)) {
    const source = machine.host.readFile(path);
    if (source) return enter(machine, () => runModule(machine, source, path, site));
  }
  return unknown(specifier);
}
function candidates(base) {
  const bare = base.replace(/\.[cm]?js$/, '');
  const kinds2 = ['.ts', '.js', '.mts', '.mjs', '.cts', '.cjs'];
  const isFile = /\.(?:[cm]?[jt]s|json)$/.test(base);
  return [
    ...(isFile ? [base] : []),
    ...kinds2.map((kind) => bare + kind),
    ...kinds2.slice(0, 2).map((kind) => `${base}/index${kind}`),
    ...(isFile ? [] : [`${base}.json`]),
  ];
}
function runModule(machine, source, path, site) {
  if (path.endsWith('.json')) return jsonValue(source.text);
  const module3 = moduleOf(source);
  machine.modules.set(path, module3);
  const file = machine.parse(source);
  if (file.type === 'unparsed') {
    addGap(machine, site, `${path} is not read: ${file.reason}`, file.kind);
    return unknown(path);
  }
  return asideOf(machine, () => {
    machine.execute(file.program.body, moduleScope(machine, module3));
    return module3.exports.value;
  });
}
function asideOf(machine, work) {
  const { at, sent } = machine;
  const gaps = machine.gaps.length;
  try {
    return work();
  } catch (error) {
    if (error instanceof Thrown || (error instanceof Exhausted && error.kind === 'nesting')) return unknown('a file');
    throw error;
  } finally {
    Object.assign(machine, { at, sent });
    machine.gaps.length = gaps;
  }
}
var moduleOf = (source) => ({
  source,
  exports: { value: record() },
  imports: /* @__PURE__ */ new Map(),
});
function moduleScope(machine, module3) {
  const { source, exports } = module3;
  const root = {
    variables: /* @__PURE__ */ new Map(),
    parent: void 0,
    module: module3,
    frame: { self: void 0, mayHaveReturned: false },
  };
  const { variables } = root;
  variables.set('exports', exports.value);
  variables.set('module', moduleObject(module3));
  variables.set('require', native('require', { call: ({ args, site }) => required(machine, args[0], source, site) }));
  variables.set('__dirname', textOf(posix2.dirname(source.path)));
  variables.set('__filename', textOf(source.path));
  return innerScope(root);
}
function required(machine, specifier, from, site) {
  const text3 = specifier && toText(specifier);
  return text3 && text3.holes.length === 0 ? machine.load(text3.text, from, site) : unknown('a module');
}
function moduleObject({ exports }) {
  const fields = /* @__PURE__ */ new Map([['exports', exports.value]]);
  const set2 = fields.set.bind(fields);
  fields.set = (key, value) => {
    if (key === 'exports') exports.value = value;
    return set2(key, value);
  };
  return { kind: 'record', fields, isOpen: false };
}
function jsonValue(text3) {
  try {
    return valueOfJson(JSON.parse(text3));
  } catch {
    return unknown('a JSON file that cannot be read');
  }
}

// src/frameworks/javascript/plain.ts
var Unreadable = class extends Error {};
var deepest = 40;
function plain2(value, path, depth = 0) {
  if (depth > deepest) throw new Unreadable(`${path} is nested too deeply`);
  switch (value.kind) {
    case 'primitive':
      return value.value;
    case 'text': {
      const known2 = knownString(value) ?? unreadable(path, value);
      return value.isBoxed ? native('a String object', { data: { boxed: known2 } }) : known2;
    }
    case 'list':
      if (value.isOpen) return unreadable(path, value);
      return value.items.map((item3, at) => plain2(item3, `${path}[${at}]`, depth + 1));
    case 'record':
      if (value.isOpen) return unreadable(path, value);
      return Object.fromEntries(
        [...value.fields].map(([key, field2]) => [key, plain2(field2, `${path}.${key}`, depth + 1)]),
      );
    case 'native':
    case 'function':
      return value;
    default:
      return unreadable(path, value);
  }
}
function unreadable(path, value) {
  throw new Unreadable(`${path} is computed (${whatOf(value)})`);
}
var isNative = (value) => value?.kind === 'native' && typeof value.name === 'string';
var isFunction = (value) => value?.kind === 'function' && 'node' in value;
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isNative(value) && !isFunction(value);
}
function objectOf2(value, path) {
  if (value === void 0 || value === null) return {};
  if (!isObject(value)) throw new Unreadable(`${path} is no object`);
  return value;
}
function stringOf(value, path) {
  if (typeof value !== 'string') throw new Unreadable(`${path} is no string`);
  return value;
}
function stringsOf(value, path) {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) throw new Unreadable(`${path} is no list of names`);
  return value.map((item3, at) => stringOf(item3, `${path}[${at}]`));
}
function onlyKnown(object, known2, path) {
  const other = Object.keys(object).find((key) => object[key] !== void 0 && !known2.includes(key));
  if (other !== void 0) throw new Unreadable(`${path} has the option ${other}, which is not known here`);
}

// src/frameworks/javascript/properties.ts
function get(machine, object, key, site) {
  switch (object.kind) {
    case 'record':
      return field(machine, object, key);
    case 'list':
      return item(object, key);
    case 'text':
      return character(object, key);
    case 'native':
      return object.get?.(key, site) ?? { ...unknown(`${object.name}.${key}`), canSend: object.canSend };
    case 'class':
      return fixed(object, key);
    case 'primitive':
      return undefinedValue;
    case 'function':
      return key === 'name' ? textOf(object.name) : undefinedValue;
    default:
      return { ...unknown(nameOfProperty(object.what, key), object.asks), canSend: canSend(object) };
  }
}
function nameOfProperty(what, key) {
  const name = what.replace(/^the value of /, '');
  return name.length > 60 || name.includes(' ') ? what : `${name}.${key}`;
}
function field(machine, object, key) {
  const own = object.fields.get(key);
  if (own) return own;
  const found = object.of && memberOf(object.of, key);
  if (found && found.node.kind === 'get')
    return invoke(machine, methodOf2(found, object), { args: [], self: object, home: found.home });
  if (found) return methodOf2(found, object);
  if (object.isOpen) return unknown(`the property ${key}`);
  const above = object.of && unreadParent(object.of);
  return above ? { ...unknown(`this.${key} of ${whatOf(above)}`), canSend: true } : undefinedValue;
}
function unreadParent(made) {
  let at = made;
  for (let depth = 0; depth < 20 && at?.kind === 'class'; depth += 1) at = at.parent;
  return at?.kind === 'class' ? void 0 : at;
}
function item(object, key) {
  if (key === 'length') return object.isOpen ? unknown('the length of a list') : primitive(object.items.length);
  const found = /^\d+$/.test(key) ? object.items[Number(key)] : void 0;
  return found ?? (object.isOpen ? unknown('an item of a list') : undefinedValue);
}
function character(object, key) {
  if (object.holes.length > 0) return unknown('a character');
  if (key === 'length') return primitive(object.text.length);
  const found = /^\d+$/.test(key) ? object.text[Number(key)] : void 0;
  return found === void 0 ? undefinedValue : textOf(found);
}
function fixed(made, key) {
  for (let at = made; at?.kind === 'class'; at = at.parent) {
    const own = at.statics.get(key);
    if (own) return own;
  }
  if (key === 'name') return textOf(made.name);
  return made.parent ? unknown(`${made.name}.${key}`) : undefinedValue;
}

// src/frameworks/javascript/exports.ts
function declareModule(machine, node, scope) {
  switch (node.type) {
    case 'ImportDeclaration':
      if (node.importKind !== 'type') importNames(machine, node, scope);
      return;
    case 'ExportNamedDeclaration':
      exportNames(machine, node, scope);
      return;
    case 'ExportDefaultDeclaration':
      exportAs(scope, 'default', defaultValue(machine, node.declaration, scope));
      return;
    case 'ExportAllDeclaration': {
      const all = machine.load(node.source.value, scope.module.source, siteOf(node, scope));
      if (all.kind === 'record') for (const [key, value] of all.fields) exportAs(scope, key, value);
      return;
    }
    case 'TSExportAssignment':
      scope.module.exports.value = machine.evaluate(node.expression, scope);
      return;
    case 'TSImportEqualsDeclaration':
      if (node.moduleReference.type === 'TSExternalModuleReference') {
        const { value } = node.moduleReference.expression;
        scope.variables.set(node.id.name, machine.load(value, scope.module.source, siteOf(node, scope)));
      }
      return;
    default:
  }
}
function importNames(machine, node, scope) {
  const site = siteOf(node, scope);
  const all = () => machine.load(node.source.value, scope.module.source, site);
  for (const specifier of node.specifiers) {
    const { name } = specifier.local;
    const bring = {
      ImportNamespaceSpecifier: all,
      ImportDefaultSpecifier: () => defaultOf(machine, all(), site, name),
      ImportSpecifier: () => namedOf(machine, all(), specifier, site),
    }[specifier.type];
    scope.module.imports.set(name, bring);
  }
}
function namedOf(machine, all, { imported: imported2, local }, site) {
  const key = imported2.type === 'Identifier' ? imported2.name : imported2.value;
  if (key === 'default') return defaultOf(machine, all, site, local.name);
  return all.kind === 'unknown' ? unknown(local.name) : machine.get(all, key, site);
}
function defaultOf(machine, all, site, name) {
  if (all.kind === 'unknown') return unknown(name);
  if (all.kind !== 'record' && all.kind !== 'native') return all;
  const value = machine.get(all, 'default', site);
  return isNullish(value) || (value.kind === 'unknown' && all.kind === 'native') ? all : value;
}
function exportNames(machine, node, scope) {
  if (node.exportKind === 'type') return;
  const { declaration } = node;
  if (declaration) {
    if (declaration.type !== 'FunctionDeclaration') machine.execute([declaration], scope);
    for (const name of declaredNames(declaration)) exportAs(scope, name, lookUp(scope, name) ?? undefinedValue);
    return;
  }
  const from = node.source ? machine.load(node.source.value, scope.module.source, siteOf(node, scope)) : void 0;
  for (const specifier of node.specifiers) {
    if (specifier.type !== 'ExportSpecifier') continue;
    const { exported: exported2, local } = specifier;
    const key = exported2.type === 'Identifier' ? exported2.name : exported2.value;
    const value = from ? machine.get(from, local.name, siteOf(node, scope)) : lookUp(scope, local.name);
    exportAs(scope, key, value ?? undefinedValue);
  }
}
function declaredNames(node) {
  if (node.type === 'VariableDeclaration') {
    return node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
  }
  return 'id' in node && node.id?.type === 'Identifier' ? [node.id.name] : [];
}
function defaultValue(machine, node, scope) {
  if (node.type === 'FunctionDeclaration') return functionOf(node, scope);
  if (node.type !== 'ClassDeclaration') return machine.evaluate(node, scope);
  const made = classOf(machine, node, scope);
  if (node.id) scope.variables.set(node.id.name, made);
  return made;
}
function exportAs(scope, key, value) {
  const { exports } = scope.module;
  if (exports.value.kind !== 'record') exports.value = record();
  if (exports.value.kind === 'record') exports.value.fields.set(key, value);
}

// src/frameworks/javascript/loops.ts
function executeLoop(machine, node, scope) {
  switch (node.type) {
    case 'ForOfStatement':
      return overItems(machine, node, scope);
    case 'ForInStatement':
      return overItems(machine, node, scope);
    case 'ForStatement':
      return counted(machine, node, scope);
    case 'WhileStatement':
      return repeated(machine, { test: node.test, body: node.body, scope, node });
    case 'DoWhileStatement':
      return (
        leaving(machine.execute([node.body], innerScope(scope))) ??
        repeated(machine, { test: node.test, body: node.body, scope, node })
      );
    default:
      return void 0;
  }
}
function leaving(completion) {
  if (!completion || completion.type === 'continue') return void 0;
  return completion;
}
var afterLoop = (completion) => (completion.type === 'break' && !completion.label ? void 0 : completion);
function overItems(machine, node, scope) {
  const source = machine.settle(machine.evaluate(node.right, scope));
  const { items, isOpen } = node.type === 'ForInStatement' ? keysOf(source) : iterate(machine, source);
  for (const item3 of items) {
    step(machine);
    const completion = leaving(turn(machine, node, machine.settle(item3), scope));
    if (completion) return afterLoop(completion);
  }
  if (isOpen)
    once(machine, node, scope, whatOf(source), () =>
      turn(machine, node, unknown(`an item of ${whatOf(source)}`), scope),
    );
  return void 0;
}
function turn(machine, { left, body }, item3, scope) {
  const inner = innerScope(scope);
  if (left.type !== 'VariableDeclaration') assignTo(machine, left, item3, inner);
  else if (left.declarations[0]) declare(machine, left.declarations[0].id, item3, inner);
  return machine.execute([body], inner);
}
function once(machine, node, scope, what, work) {
  const run3 = attempt(machine, work);
  forgetAssigned([node], scope);
  if (run3.hasSent)
    addGap(
      machine,
      siteOf(node, scope),
      `How often this loop runs depends on ${what}, which is known only at run time.`,
      'unsupported',
    );
  if (run3.ends === 'return') scope.frame.mayHaveReturned = true;
}
function counted(machine, node, scope) {
  const inner = innerScope(scope);
  if (node.init?.type === 'VariableDeclaration') machine.execute([node.init], inner);
  else if (node.init) machine.evaluate(node.init, inner);
  return repeated(machine, { test: node.test, body: node.body, update: node.update, scope: inner, node });
}
function repeated(machine, { test, body, update: update2, scope, node }) {
  for (;;) {
    step(machine);
    const value = test ? machine.evaluate(test, scope) : void 0;
    const goesOn = value ? truth(value) : true;
    if (goesOn === false) return void 0;
    if (goesOn === void 0 && value) {
      once(machine, node, scope, whatOf(value), () => machine.execute([body], innerScope(scope)));
      return void 0;
    }
    const before = machine.sent;
    const completion = leaving(machine.execute([body], innerScope(scope)));
    if (completion) return afterLoop(completion);
    if (scope.frame.mayHaveReturned && machine.sent === before && !test) return void 0;
    if (update2) machine.evaluate(update2, scope);
  }
}

// src/frameworks/javascript/statements.ts
function execute(machine, nodes, scope) {
  for (const node of nodes) hoist(node, scope);
  for (const node of nodes) {
    const completion = executeOne(machine, node, scope);
    if (completion) return completion;
  }
  return void 0;
}
function hoist(node, scope) {
  const inner =
    node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration' ? node.declaration : node;
  if (inner?.type === 'FunctionDeclaration' && inner.id) scope.variables.set(inner.id.name, functionOf(inner, scope));
}
function executeOne(machine, node, scope) {
  step(machine);
  machine.at = siteOf(node, scope);
  switch (node.type) {
    case 'ExpressionStatement':
      machine.evaluate(node.expression, scope);
      return void 0;
    case 'VariableDeclaration':
      return declareAll(machine, node, scope);
    case 'ReturnStatement':
      return { type: 'return', value: node.argument ? machine.evaluate(node.argument, scope) : undefinedValue };
    case 'BlockStatement':
      return machine.execute(node.body, innerScope(scope));
    case 'IfStatement':
      return branch(machine, node, scope);
    case 'BreakStatement':
    case 'ContinueStatement':
      return { type: node.type === 'BreakStatement' ? 'break' : 'continue', label: node.label?.name };
    case 'ThrowStatement':
      throw new Thrown(machine.evaluate(node.argument, scope));
    case 'TryStatement':
      return tryAll(machine, node, scope);
    case 'SwitchStatement':
      return choose(machine, node, scope);
    case 'LabeledStatement': {
      const completion = machine.execute([node.body], scope);
      return completion?.type === 'break' && completion.label === node.label.name ? void 0 : completion;
    }
    case 'ClassDeclaration':
      if (node.id) scope.variables.set(node.id.name, classOf(machine, node, scope));
      return void 0;
    case 'TSEnumDeclaration':
      scope.variables.set(node.id.name, enumOf(machine, node, scope));
      return void 0;
    default:
      declareModule(machine, node, scope);
      return executeLoop(machine, node, scope);
  }
}
function declareAll(machine, node, scope) {
  const target = node.kind === 'var' ? functionScope(scope) : scope;
  for (const { id, init } of node.declarations) {
    if (!init && node.kind === 'var' && id.type === 'Identifier' && target.variables.has(id.name)) continue;
    const value = init ? machine.evaluate(init, scope) : undefinedValue;
    const isUnnamed =
      (value.kind === 'function' || value.kind === 'class') && value.name === '' && id.type === 'Identifier';
    declare(machine, id, isUnnamed ? { ...value, name: id.name } : value, target);
  }
}
function branch(machine, node, scope) {
  const test = machine.evaluate(node.test, scope);
  const known2 = truth(test);
  if (known2 !== void 0) {
    const chosen2 = known2 ? node.consequent : node.alternate;
    return chosen2 ? machine.execute([chosen2], innerScope(scope)) : void 0;
  }
  const [first2, second] = [node.consequent, node.alternate].map((body) =>
    attempt(machine, () => (body ? machine.execute([body], innerScope(scope)) : void 0)),
  );
  forgetAssigned([node.consequent, node.alternate], scope);
  if (!first2 || !second) return void 0;
  joinBranches(machine, test, [first2, second], siteOf(node.test, scope));
  if (first2.ends && second.ends) return endOf(first2.ends, second.ends);
  if (first2.ends === 'return' || second.ends === 'return') scope.frame.mayHaveReturned = true;
  return void 0;
}
function endOf(first2, second) {
  if (first2 === 'throw' && second === 'throw') throw new Thrown(undefinedValue);
  const type = first2 === 'throw' ? second : first2;
  return { type, value: unknown('what depends on a condition') };
}
function tryAll(machine, node, scope) {
  let completion;
  try {
    completion = machine.execute([node.block], scope);
  } catch (error) {
    if (!(error instanceof Thrown) || !node.handler) throw error;
    const inner = innerScope(scope);
    if (node.handler.param) declare(machine, node.handler.param, error.value, inner);
    completion = machine.execute([node.handler.body], inner);
  }
  return (node.finalizer && machine.execute([node.finalizer], scope)) ?? completion;
}
function choose(machine, node, scope) {
  const value = machine.evaluate(node.discriminant, scope);
  const matches = node.cases.map(({ test }) => (test ? compare(value, machine.evaluate(test, scope)) : false));
  const inner = innerScope(scope);
  if (matches.includes(void 0)) return chooseUnknown(machine, node, value, inner);
  const at = matches.includes(true) ? matches.indexOf(true) : node.cases.findIndex(({ test }) => !test);
  if (at < 0) return void 0;
  const completion = machine.execute(
    node.cases.slice(at).flatMap(({ consequent }) => consequent),
    inner,
  );
  return completion?.type === 'break' && !completion.label ? void 0 : completion;
}
function chooseUnknown(machine, node, value, scope) {
  const branches = node.cases.map(({ consequent }) => attempt(machine, () => machine.execute(consequent, scope)));
  forgetAssigned(node.cases, scope);
  joinBranches(machine, value, branches, siteOf(node.discriminant, scope));
  if (branches.some(({ ends }) => ends === 'return')) scope.frame.mayHaveReturned = true;
}
function enumOf(machine, node, scope) {
  const result = record();
  const inner = innerScope(scope);
  let next = 0;
  for (const { id, initializer } of node.body?.members ?? node.members ?? []) {
    const key = id.type === 'Identifier' ? id.name : id.value;
    const value = initializer ? machine.evaluate(initializer, inner) : primitive(next);
    if (value.kind === 'primitive' && typeof value.value === 'number') {
      next = value.value + 1;
      result.fields.set(String(value.value), textOf(key));
    }
    result.fields.set(key, value);
    inner.variables.set(key, value);
  }
  return result;
}

// src/frameworks/javascript/evaluator.ts
function createMachine(host, parsed, parse) {
  const machine = {
    host,
    pieces: [],
    gaps: [],
    modules: /* @__PURE__ */ new Map(),
    uncertain: 0,
    sent: 0,
    steps: 0,
    depth: 0,
    at: void 0,
    parse(text3) {
      const known2 = parsed.get(text3) ?? parse(text3);
      parsed.set(text3, known2);
      return known2;
    },
    evaluate: (node, scope) => evaluateCall(machine, node, scope) ?? evaluate(machine, node, scope),
    execute: (nodes, scope) => execute(machine, nodes, scope),
    call: (callee, args, site, self) => call(machine, callee, args, site, self),
    construct: (callee, args, site) => construct(machine, callee, args, site),
    get: (object, key, site) => get(machine, object, key, site),
    settle: (value) => settle(value),
    load: (specifier, from, site) => load(machine, specifier, from, site),
  };
  return machine;
}
function settle(value) {
  return value.kind === 'native' && value.settle ? value.settle() : value;
}
function exportsOf(machine, text3) {
  const file = machine.parse(text3);
  if (file.type === 'unparsed') return file;
  const module3 = moduleOf(text3);
  machine.modules.set(text3.path, module3);
  bounded(machine, text3, () => {
    machine.execute(file.program.body, moduleScope(machine, module3));
  });
  return module3.exports.value;
}
function bounded(machine, text3, work) {
  try {
    work();
  } catch (error) {
    if (error instanceof Thrown) return;
    const site = machine.at ?? { source: text3, start: 0, end: text3.text.length };
    if (error instanceof Unreadable) addGap(machine, site, `The code is not read further: ${error.message}.`);
    else if (error instanceof Exhausted) addGap(machine, site, error.message, error.kind);
    else if (error instanceof RangeError) addGap(machine, site, 'The code is nested too deeply to be read.', 'nesting');
    else throw error;
  }
}

// src/frameworks/javascript/syntax.ts
var longest = 1e6;
var loaded;
var babel;
function loadJavaScript() {
  loaded ??= import('@babel/parser').then((parser) => {
    babel = parser;
  });
  return loaded;
}
function parseJavaScript(text3) {
  if (!babel) throw new Error('loadJavaScript has not been awaited');
  if (text3.text.length > longest) {
    return { type: 'unparsed', kind: 'size', reason: `The file has more than ${longest} characters of code.` };
  }
  try {
    const file = babel.parse(text3.text, options(text3.path));
    const [error] = file.errors ?? [];
    return error && isFatal(error) ? unparsed(error) : file;
  } catch (error) {
    return unparsed(error);
  }
}
function options(path) {
  const isTyped = /\.[cm]?ts$/i.test(path);
  return {
    sourceType: 'unambiguous',
    errorRecovery: true,
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowUndeclaredExports: true,
    attachComment: false,
    createImportExpressions: true,
    plugins: [isTyped ? 'typescript' : 'jsx', 'decorators-legacy'],
  };
}
var isFatal = (error) => error.reasonCode === 'UnexpectedToken' || error.reasonCode === 'MissingPlugin';
function unparsed(error) {
  if (error instanceof RangeError)
    return { type: 'unparsed', kind: 'nesting', reason: 'The code is nested too deeply.' };
  const { message, pos } = error;
  const said = message.replace(/\s*\(\d+:\d+\)\s*$/, '').split('\n', 1)[0];
  return { type: 'unparsed', kind: 'syntax', reason: `The code is not JavaScript: ${said}`, at: pos };
}

// src/frameworks/javascript/tool.ts
function readScript(tool, text3, options2 = {}) {
  const parsed = /* @__PURE__ */ new Map();
  const ways = options2.direction ? [options2.direction] : ['up', 'down'];
  return ways.flatMap((direction) => readDirection(tool, text3, direction, { ...options2, parsed }));
}
function readDirection(tool, text3, direction, { readFile = () => void 0, parse = parseJavaScript, instead, parsed }) {
  const host = { readFile, module: (specifier) => tool.module(machine, specifier) };
  const machine = createMachine(host, parsed, parse);
  const exports = exportsOf(machine, text3);
  const file = { path: text3.path, framework: tool.id, direction, text: text3 };
  const none2 = { scope: 'none', kind: 'explicit' };
  if ('type' in exports) {
    return direction === 'up' ? [{ ...file, pieces: [], transaction: none2, gaps: [unparsedGap(text3, exports)] }] : [];
  }
  let transaction2;
  const site = { source: text3, start: 0, end: text3.text.length };
  bounded(machine, text3, () => {
    transaction2 = tool.run({ machine, text: text3, exports, direction, site });
  });
  const { pieces, gaps } = machine;
  if (!transaction2 && pieces.length + gaps.length === 0) {
    if (direction === 'down') return [];
    addGap(machine, site, 'No code for the way up is found in this migration.', 'unsupported');
  }
  const model = settled2(transaction2 ?? none2, instead);
  const comments = commentsFor(parsed, text3, direction);
  return [{ ...file, ...sentAsStrings, pieces, transaction: { ...model, ...inStrings }, gaps, comments }];
}
function settled2(model, instead) {
  if (!instead || model.scope !== instead.of) return model;
  const { scope, wayOut = model.wayOut } = instead;
  return scope === 'none' ? { scope, kind: 'explicit' } : { ...model, scope, ...(wayOut ? { wayOut } : {}) };
}
var sentAsStrings = { psql: false };
var inStrings = { inStrings: true };
var unparsedGap = (text3, { kind, reason, at }) => ({
  kind,
  file: text3.path,
  reason,
  ...(at === void 0 ? {} : { span: text3.span(at, Math.min(at + 1, text3.text.length)) }),
});
function exported({ machine, exports, site }, name) {
  const own = exports.kind === 'record' || exports.kind === 'class' ? machine.get(exports, name, site) : void 0;
  if (own && !isNullish(own)) return own;
  const standard = exports.kind === 'record' ? exports.fields.get('default') : void 0;
  const found = standard?.kind === 'record' ? machine.get(standard, name, site) : void 0;
  if (found && !isNullish(found)) return found;
  const objects2 = exports.kind === 'record' ? [...exports.fields.values()].filter(isMigration) : [];
  return objects2.length === 1 && objects2[0] ? objects2[0].fields.get(name) : void 0;
}
var isMigration = (value) => value.kind === 'record' && value.fields.has('up');
function runFunction({ machine, site }, callee, args, self) {
  machine.settle(machine.call(callee, args, site, self));
}
function method(machine, name, work) {
  return native(name, {
    call(call2) {
      const result = reading(machine, name, call2, work);
      if (Array.isArray(result)) for (const sql2 of result) sendStatements(machine, [sql2], call2.site);
      return result && !Array.isArray(result) ? result : unknown(`the result of ${name}`);
    },
  });
}
function reading(machine, name, call2, work) {
  try {
    return work(
      call2.args.map((arg, at) => plain2(arg, `argument ${at + 1}`)),
      call2,
    );
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    addGap(machine, call2.site, `${name}${onWhat(call2)} is not read: ${error.message}.`);
    return void 0;
  }
}
function onWhat({ args }) {
  const [target] = args;
  const name = target?.kind === 'record' ? target.fields.get('name') : target;
  if (name?.kind === 'text' && name.holes.length === 0 && name.text.length < 100) return ` of ${name.text}`;
  return name?.kind === 'unknown' || name?.kind === 'text' ? ' on a name that is computed' : '';
}

// src/frameworks/javascript/sql-tag.ts
var partsOf2 = (value) => {
  const parts = value.kind === 'native' ? value.data?.parts : void 0;
  return Array.isArray(parts) ? parts : void 0;
};
var isFragment = (value) => isNative(value) && partsOf2(value) !== void 0;
function textOfFragment(value) {
  let parameters = 0;
  const texts = partsOf2(value)?.map((part) => {
    if (part !== 'parameter') return part;
    parameters += 1;
    return textOf(`$${parameters}`);
  });
  return texts && concatTexts(texts);
}
function embedded2(value) {
  const parts = partsOf2(value);
  if (parts) return parts;
  if (value.kind === 'native' && typeof value.data?.sql === 'string') {
    return [textOf(value.data.sql)];
  }
  return value.kind === 'unknown' || value.kind === 'native' ? [holeOf(whatOf(value))] : ['parameter'];
}
function joined3(machine, [items, separator]) {
  if (!items) return [];
  const { items: values3, isOpen } = iterate(machine, items);
  if (isOpen) return [holeOf(whatOf(items))];
  const between2 = separator ? embedded2(separator) : [textOf(', ')];
  return values3.flatMap((value, at) => (at > 0 ? [...between2, ...embedded2(value)] : embedded2(value)));
}
var tagOf = (fragment2, members2 = () => void 0) =>
  native('sql', {
    call: ({ args, quasis = [] }) =>
      fragment2(quasis.flatMap((quasi, at) => (args[at] ? [quasi, ...embedded2(args[at])] : [quasi]))),
    get: members2,
  });

// src/frameworks/kysely/fragments.ts
var quoted = (name) => `"${name.replaceAll('"', '""')}"`;
var reference = (name) => name.split('.').map(quoted).join('.');
function immediate(value) {
  if (value === null || value === void 0) return 'null';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (isFragment(value)) return fragmentSql(value);
  throw new Unreadable('a value is computed');
}
function fragmentSql(value) {
  const text3 = isNative(value) ? textOfFragment(value) : void 0;
  if (!text3) throw new Unreadable('an expression is built by code');
  if (text3.holes[0]) throw new Unreadable(`an expression is computed (${text3.holes[0].what})`);
  return text3.text;
}
function fragment(machine, parts) {
  const self = native('sql', {
    data: { parts },
    get(key) {
      if (key === 'execute') return native('sql.execute', { call: ({ site }) => send2(site) });
      const isSame = key === 'as' || key === '$castTo' || key === '$notNull' || key === 'withPlugin';
      return isSame ? native(key, { call: () => self }) : void 0;
    },
  });
  const send2 = (site) => {
    sendText(machine, textOfFragment(self) ?? textOf(''), site);
    return unknown('the rows of sql.execute');
  };
  return self;
}
function sqlTag(machine) {
  const of2 = (work) => native('sql', { call: ({ args }) => fragment(machine, work(args)) });
  const named2 = (args) => [nameOf(args[0])];
  const members2 = {
    ref: of2(named2),
    table: of2(named2),
    id: of2((args) => [concatTexts(args.flatMap((arg, at) => [textOf(at > 0 ? '.' : ''), nameOf(arg, quoted)]))]),
    raw: of2((args) => (args[0] ? [toText(args[0])] : [])),
    lit: of2((args) => [literal2(args[0])]),
    literal: of2((args) => [literal2(args[0])]),
    val: of2(() => ['parameter']),
    value: of2(() => ['parameter']),
    join: of2((args) => joined3(machine, args)),
  };
  return tagOf(
    (parts) => fragment(machine, parts),
    (key) => (Object.hasOwn(members2, key) ? members2[key] : void 0),
  );
}
function nameOf(value, quote = reference) {
  const known2 = knownString(value);
  return known2 === void 0 ? holeOf(value ? whatOf(value) : 'a name') : textOf(quote(known2));
}
function literal2(value) {
  if (value?.kind === 'primitive') return textOf(String(value.value));
  const known2 = knownString(value);
  return known2 === void 0 ? holeOf('a value') : textOf(immediate(known2));
}
var referenceOf = (value) => (typeof value === 'string' ? reference(value) : fragmentSql(value));

// src/frameworks/kysely/builder.ts
function builder(machine, kind, state, failure) {
  const next = (after2, reason = failure) => builder(machine, kind, after2, reason);
  const self = native(kind.name, {
    canSend: kind.sql !== void 0,
    data: dataOf(kind, state, failure),
    get(key, at) {
      if (key === 'execute' || key === 'executeTakeFirst' || key === 'executeTakeFirstOrThrow') {
        return native(key, { call: ({ site }) => send(machine, kind, state, { site, failure }) });
      }
      if (key === '$call')
        return native(key, {
          call: ({ args: [callee], site }) => (callee ? machine.call(callee, [self], site) : self),
        });
      if (key === '$if') return void 0;
      const step2 = Object.hasOwn(kind.steps, key) ? kind.steps[key] : void 0;
      if (!step2) return native(key, { call: () => next(state, failure ?? `${key} is not known here`) });
      return native(`${kind.name}.${key}`, { call: (call2) => stepped(step2, { ...call2, site: call2.site ?? at }) });
    },
  });
  return self;
  function stepped(step2, call2) {
    try {
      return next(
        step2(
          state,
          call2.args.map((arg, at) => plain2(arg, `argument ${at + 1}`)),
          call2,
        ),
      );
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return next(state, failure ?? error.message);
    }
  }
}
function dataOf(kind, state, failure) {
  let made;
  const all = () => {
    made ??= built(kind, state, failure);
    return made;
  };
  return {
    state,
    get sql() {
      return all().sql;
    },
    get failure() {
      return all().failure;
    },
  };
}
function built(kind, state, failure) {
  try {
    return { state, sql: failure === void 0 ? kind.sql?.(state) : void 0, failure };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { state, sql: void 0, failure: error.message };
  }
}
function send(machine, kind, state, { site, failure }) {
  const made = built(kind, state, failure);
  if (made.sql === void 0)
    addGap(machine, site, `${kind.name} is not read: ${made.failure ?? 'it is not known here'}.`);
  else sendStatements(machine, [made.sql], site);
  return unknown(`the result of ${kind.name}`);
}
function builtBy(machine, kind, start2, callback, site) {
  if (callback?.kind !== 'function') return start2;
  const result = machine.call(callback, [builder(machine, kind, start2)], site);
  const data = result.kind === 'native' ? result.data : void 0;
  if (data?.state === void 0 || data.failure !== void 0) {
    throw new Unreadable(data?.failure ?? 'what its callback gives is not known');
  }
  return data.state;
}
function sqlOf(value) {
  const data = value?.kind === 'native' ? value.data : void 0;
  if (typeof data?.sql !== 'string') throw new Unreadable('a query is not known');
  return data.sql;
}

// src/frameworks/kysely/statement.ts
var start = (name) => ({ name, words: [], items: [], tail: [] });
var word = (text3) => (state) => ({ ...state, words: [...state.words, text3] });
var tail = (text3) => (state, args) => ({
  ...state,
  tail: [...state.tail, typeof text3 === 'string' ? text3 : text3(args)],
});
var item2 = (make) => (state, args, call2) => ({ ...state, items: [...state.items, ...[make(args, call2)].flat()] });
var has2 = ({ words }, text3) => (words.includes(text3) ? ` ${text3}` : '');
var spaced = (parts) => parts.map((part) => ` ${part}`).join('');
var text = (value) => stringOf(value, 'a name');
var sqlOrFragment = (query) => (isFragment(query) ? fragmentSql(query) : sqlOf(query));
function condition(args, value) {
  const [left, operator, right] = args;
  if (args.length === 1) return fragmentSql(left);
  if (isFunction(left) || isFunction(right)) throw new Unreadable('its condition is built by code');
  if (Array.isArray(right)) return `${referenceOf(left)} ${text(operator)} (${right.map(value).join(', ')})`;
  return `${referenceOf(left)} ${text(operator)} ${right === null ? 'null' : value(right)}`;
}

// src/frameworks/kysely/queries.ts
var writing = (work) => (state, args) => {
  let { parameters } = state;
  const write = (value) => {
    if (isFragment(value)) return fragmentSql(value);
    if (isFunction(value) || isNative(value)) throw new Unreadable('a value is built by code');
    parameters += 1;
    return `$${parameters}`;
  };
  return { ...work(state, args, write), parameters };
};
var where = writing((state, args, write) => ({ ...state, where: [...state.where, condition(args, write)] }));
var values = writing((state, [given], write) => {
  const rows = (Array.isArray(given) ? given : [given]).map((row) => {
    if (!isObject(row)) throw new Unreadable('a row is built by code');
    return row;
  });
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lists = rows.map(
    (row) => `(${columns.map((key) => (row[key] === void 0 ? 'default' : write(row[key]))).join(', ')})`,
  );
  return { ...state, body: [`(${columns.map(quoted).join(', ')}) values ${lists.join(', ')}`] };
});
var set = writing((state, args, write) => {
  const [given, value] = args;
  const pairs = isObject(given) ? Object.entries(given) : [[stringOf(given, 'the column'), value]];
  const sql2 = pairs.map(([key, each]) => `${quoted(key)} = ${write(each)}`).join(', ');
  return {
    ...state,
    body: state.body.length > 0 ? [...state.body.slice(0, -1), `${state.body.at(-1)}, ${sql2}`] : [`set ${sql2}`],
  };
});
var same = (state) => state;
var sql = ({ head, body, where: conditions }) =>
  [head, ...body, ...(conditions.length > 0 ? [`where ${conditions.join(' and ')}`] : [])].join(' ');
var kinds = {
  insertInto: {
    head: (table) => `insert into ${table}`,
    kind: {
      name: 'insertInto',
      steps: { values, returningAll: same, returning: same },
      sql,
    },
  },
  updateTable: {
    head: (table) => `update ${table}`,
    kind: { name: 'updateTable', steps: { set, where, returningAll: same, returning: same }, sql },
  },
  deleteFrom: {
    head: (table) => `delete from ${table}`,
    kind: { name: 'deleteFrom', steps: { where, returningAll: same, returning: same }, sql },
  },
  selectFrom: {
    head: (table) => table,
    kind: {
      name: 'selectFrom',
      steps: {
        where,
        selectAll: (state) => ({ ...state, body: ['*'] }),
        select: (state, [names]) => ({
          ...state,
          body: [...state.body, ...stringsOf(names, 'the columns').map(aliased)],
        }),
      },
      sql: ({ head, body, where: conditions }) =>
        `select ${body.join(', ')} from ${head}${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''}`,
    },
  },
};
var aliased = (name) =>
  name
    .split(/\s+as\s+/i)
    .map(reference)
    .join(' as ');
function queryMember(machine, key) {
  const found = Object.hasOwn(kinds, key) ? kinds[key] : void 0;
  return (
    found &&
    native(`db.${key}`, {
      canSend: true,
      call({ args: [table] }) {
        const name = knownString(table);
        const failure = name === void 0 ? 'its table is computed' : void 0;
        const state = {
          head: found.head(name === void 0 ? '' : aliased(name)),
          body: [],
          where: [],
          parameters: 0,
        };
        return builder(machine, found.kind, state, failure);
      },
    })
  );
}

// src/frameworks/kysely/columns.ts
var clause = (name, text3) => (state, args) => ({ ...state, [name]: typeof text3 === 'string' ? text3 : text3(args) });
var columnOrder = [
  'front',
  'generated',
  'identity',
  'default',
  'notNull',
  'unique',
  'nulls',
  'primaryKey',
  'references',
  'onDelete',
  'onUpdate',
  'check',
  'end',
];
var actions = ['no action', 'restrict', 'cascade', 'set null', 'set default'];
function action(value) {
  const text3 = stringOf(value, 'the action');
  if (!actions.includes(text3)) throw new Unreadable(`the action ${text3} is not known here`);
  return text3;
}
function referenced(value) {
  const parts = stringOf(value, 'the reference').split('.');
  const column3 = parts.pop();
  if (column3 === void 0 || parts.length === 0) throw new Unreadable('the reference names no table and column');
  return `references ${parts.map(quoted).join('.')} (${quoted(column3)})`;
}
var column = {
  name: 'the column',
  steps: {
    primaryKey: clause('primaryKey', 'primary key'),
    notNull: clause('notNull', 'not null'),
    unique: clause('unique', 'unique'),
    nullsNotDistinct: clause('nulls', 'nulls not distinct'),
    defaultTo: clause('default', ([value]) => `default ${immediate(value)}`),
    references: clause('references', ([value]) => referenced(value)),
    onDelete: clause('onDelete', ([value]) => `on delete ${action(value)}`),
    onUpdate: clause('onUpdate', ([value]) => `on update ${action(value)}`),
    check: clause('check', ([value]) => `check (${fragmentSql(value)})`),
    generatedAlwaysAs: clause('generated', ([value]) => `generated always as (${fragmentSql(value)})`),
    generatedAlwaysAsIdentity: clause('generated', 'generated always as identity'),
    generatedByDefaultAsIdentity: clause('generated', 'generated by default as identity'),
    stored: (state) => ({ ...state, generated: `${state.generated ?? ''} stored` }),
    identity: clause('identity', 'identity'),
    ifNotExists: clause('ifNotExists', 'if not exists'),
    modifyFront: (state, [value]) => ({ ...state, front: [state.front, fragmentSql(value)].filter(Boolean).join(' ') }),
    modifyEnd: (state, [value]) => ({ ...state, end: [state.end, fragmentSql(value)].filter(Boolean).join(' ') }),
  },
};
var dataType = (value) => (isFragment(value) ? fragmentSql(value) : stringOf(value, 'the data type'));
function columnSql(name, type, clauses) {
  const rest = columnOrder.flatMap((key) => clauses[key] ?? []);
  return [clauses.ifNotExists, quoted(name), type, ...rest].filter(Boolean).join(' ');
}
var constraint = {
  name: 'the constraint',
  steps: {
    onDelete: clause('onDelete', ([value]) => `on delete ${action(value)}`),
    onUpdate: clause('onUpdate', ([value]) => `on update ${action(value)}`),
    deferrable: clause('deferrable', 'deferrable'),
    notDeferrable: clause('deferrable', 'not deferrable'),
    initiallyDeferred: clause('initially', 'initially deferred'),
    initiallyImmediate: clause('initially', 'initially immediate'),
    nullsNotDistinct: clause('nulls', 'nulls not distinct'),
  },
};
var named = (name) => `constraint ${quoted(stringOf(name, 'its name'))}`;
var list2 = (columns) => `(${stringsOf(columns, 'the columns').map(quoted).join(', ')})`;
var after = (clauses) =>
  ['onDelete', 'onUpdate', 'deferrable', 'initially']
    .flatMap((key) => (clauses[key] ? [` ${clauses[key]}`] : []))
    .join('');
var constraints = {
  addPrimaryKeyConstraint: ([name, columns], clauses) =>
    `${named(name)} primary key ${list2(columns)}${after(clauses)}`,
  addUniqueConstraint: ([name, columns], clauses) =>
    `${named(name)} unique${clauses.nulls ? ` ${clauses.nulls}` : ''} ${list2(columns)}${after(clauses)}`,
  addCheckConstraint: ([name, expression2]) => `${named(name)} check (${fragmentSql(expression2)})`,
  addForeignKeyConstraint: ([name, columns, table, targets], clauses) =>
    `${named(name)} foreign key ${list2(columns)} references ${reference(stringOf(table, 'the table'))} ${list2(targets)}${after(clauses)}`,
};
var alteration = {
  name: 'the column',
  steps: {
    setDataType: (_, [type]) => ({ sql: `type ${dataType(type)}` }),
    setDefault: (_, [value]) => ({ sql: `set default ${immediate(value)}` }),
    dropDefault: () => ({ sql: 'drop default' }),
    setNotNull: () => ({ sql: 'set not null' }),
    dropNotNull: () => ({ sql: 'drop not null' }),
  },
};
var values2 = (value) => stringsOf(value, 'the values').map(immediate).join(', ');

// src/frameworks/kysely/kinds.ts
function indexed(value) {
  const [, name = '', order = ''] = /^(.*?)((?:\s+(?:asc|desc))?)$/i.exec(text(value)) ?? [];
  return `${quoted(name)}${order === '' ? '' : ` ${order.trim()}`}`;
}
function createIndex(qualified) {
  return {
    name: 'createIndex',
    steps: {
      on: (state, [table]) => ({ ...state, as: qualified(table) }),
      column: item2(([name]) => indexed(name)),
      columns: item2(([names]) => stringsOf(names, 'the columns').map(indexed)),
      expression: item2(([value]) => fragmentSql(value)),
      unique: word('unique'),
      ifNotExists: word('if not exists'),
      nullsNotDistinct: tail('nulls not distinct'),
      using: (state, [method2]) => ({
        ...state,
        words: [...state.words, `using ${isFragment(method2) ? fragmentSql(method2) : text(method2)}`],
      }),
      where: (state, args) => {
        const isFirst = !state.tail.some((part) => part.startsWith('where '));
        return { ...state, tail: [...state.tail, `${isFirst ? 'where' : 'and'} ${condition(args, immediate)}`] };
      },
    },
    sql(state) {
      const using = state.words.find((each) => each.startsWith('using '));
      const on = state.as === void 0 ? '' : ` on ${state.as}`;
      const list3 = state.items.length > 0 ? ` (${state.items.join(', ')})` : '';
      const head = `create${has2(state, 'unique')} index${has2(state, 'if not exists')} ${state.name}`;
      return `${head}${on}${using ? ` ${using}` : ''}${list3}${spaced(state.tail)}`;
    },
  };
}
var plainKind = (name, head, steps = {}) => ({
  name,
  steps,
  sql: (state) =>
    `${head}${has2(state, 'if exists')}${has2(state, 'if not exists')} ${state.name}${spaced(state.tail)}`,
});
var dropSteps = { ifExists: word('if exists'), cascade: tail('cascade') };
var simpleKinds = {
  dropTable: plainKind('dropTable', 'drop table', dropSteps),
  dropIndex: plainKind('dropIndex', 'drop index', { ...dropSteps, on: (state) => state }),
  createSchema: plainKind('createSchema', 'create schema', { ifNotExists: word('if not exists') }),
  dropSchema: plainKind('dropSchema', 'drop schema', dropSteps),
  createType: plainKind('createType', 'create type', { asEnum: tail(([given]) => `as enum (${values2(given)})`) }),
  dropType: plainKind('dropType', 'drop type', { ifExists: word('if exists') }),
  refreshMaterializedView: {
    name: 'refreshMaterializedView',
    steps: { concurrently: word('concurrently'), withNoData: word('with no data'), withData: (state) => state },
    sql: (state) =>
      `refresh materialized view${has2(state, 'concurrently')} ${state.name} ${has2(state, 'with no data').trim() || 'with data'}`,
  },
  createView: {
    name: 'createView',
    steps: {
      ...{ temporary: word('temporary'), materialized: word('materialized'), orReplace: word('or replace') },
      ...{
        ifNotExists: word('if not exists'),
        columns: item2(([names]) => stringsOf(names, 'the columns').map(quoted)),
      },
      as: (state, [query]) => ({ ...state, as: sqlOrFragment(query) }),
    },
    sql(state) {
      const head = `create${has2(state, 'or replace')}${has2(state, 'materialized')}${has2(state, 'temporary')} view${has2(state, 'if not exists')}`;
      return `${head} ${state.name}${state.items.length > 0 ? ` (${state.items.join(', ')})` : ''} as ${state.as ?? ''}`;
    },
  },
  dropView: {
    name: 'dropView',
    steps: { ...dropSteps, materialized: word('materialized') },
    sql: (state) =>
      `drop${has2(state, 'materialized')} view${has2(state, 'if exists')} ${state.name}${spaced(state.tail)}`,
  },
};

// src/frameworks/kysely/schema.ts
function schemaOf(machine, schema) {
  const qualified = (name) => (schema === void 0 ? '' : `${quoted(schema)}.`) + reference(text(name));
  const kinds2 = kindsOf(machine, qualified);
  const make = (kind, quote) =>
    native(`schema.${kind.name}`, {
      canSend: true,
      call({ args: [name] }) {
        const known2 = name?.kind === 'text' && name.holes.length === 0 ? name.text : void 0;
        const failure = known2 === void 0 ? 'its name is computed' : void 0;
        return builder(machine, kind, start(known2 === void 0 ? '' : quote(known2)), failure);
      },
    });
  const members2 = {
    createIndex: make(kinds2.createIndex, (name) => quoted(text(name))),
    createSchema: make(kinds2.createSchema, (name) => quoted(text(name))),
    dropSchema: make(kinds2.dropSchema, (name) => quoted(text(name))),
    withSchema: native('schema.withSchema', {
      canSend: true,
      call({ args: [name] }) {
        const known2 = name?.kind === 'text' && name.holes.length === 0 ? name.text : void 0;
        return known2 === void 0 ? native('a schema that is computed', { canSend: true }) : schemaOf(machine, known2);
      },
    }),
  };
  for (const name of [
    'createTable',
    'alterTable',
    'dropTable',
    'dropIndex',
    'createType',
    'dropType',
    'createView',
    'dropView',
    'refreshMaterializedView',
  ]) {
    members2[name] = make(kinds2[name], qualified);
  }
  return { ...namespace('db.schema', members2), canSend: true };
}
function kindsOf(machine, qualified) {
  const addColumn2 = item2(([name, type, callback], call2) => {
    const clauses = builtBy(machine, column, {}, callbackOf(callback, call2, 2), call2.site);
    return columnSql(text(name), dataType(type), clauses);
  });
  const added = Object.fromEntries(
    Object.entries(constraints).map(([name, make]) => {
      const at = name === 'addForeignKeyConstraint' ? 4 : 2;
      return [
        name,
        (args, call2) => make(args, builtBy(machine, constraint, {}, callbackOf(args[at], call2, at), call2.site)),
      ];
    }),
  );
  return {
    createTable: createTable(addColumn2, added),
    alterTable: alterTable(machine, addColumn2, added, qualified),
    createIndex: createIndex(qualified),
    ...simpleKinds,
  };
}
var callbackOf = (given, { args }, at) => {
  if (given === void 0) return void 0;
  if (!isFunction(given)) throw new Unreadable('its callback is not known');
  return args[at];
};
function createTable(addColumn2, added) {
  const { steps: addedSteps, last } = {
    steps: Object.entries(added),
    last: (state, sql2) => ({ ...state, tail: [...state.tail, `constraint:${sql2}`] }),
  };
  return {
    name: 'createTable',
    steps: {
      addColumn: addColumn2,
      ...Object.fromEntries(
        addedSteps.map(([name, make]) => [name, (state, args, call2) => last(state, make(args, call2))]),
      ),
      ifNotExists: word('if not exists'),
      temporary: word('temporary'),
      onCommit: tail(([value]) => `on commit ${text(value)}`),
      modifyFront: (state, [value]) => ({ ...state, words: [...state.words, `front:${fragmentSql(value)}`] }),
      modifyEnd: tail(([value]) => fragmentSql(value)),
      as: (state, [query]) => ({ ...state, as: sqlOrFragment(query) }),
    },
    sql(state) {
      const front = state.words.filter((each) => each.startsWith('front:')).map((each) => each.slice(6));
      const own = state.tail.filter((each) => each.startsWith('constraint:')).map((each) => each.slice(11));
      const end = state.tail.filter((each) => !each.startsWith('constraint:'));
      const body = state.as === void 0 ? ` (${[...state.items, ...own].join(', ')})` : '';
      const head = `create${spaced(front)}${has2(state, 'temporary')} table${has2(state, 'if not exists')} ${state.name}`;
      return `${head}${body}${spaced(end)}${state.as === void 0 ? '' : ` as ${state.as}`}`;
    },
  };
}
function alterTable(machine, addColumn2, added, qualified) {
  const alterColumn = item2(([name], call2) => {
    const { sql: sql2 } = builtBy(machine, alteration, {}, call2.args[1], call2.site);
    if (sql2 === void 0) throw new Unreadable('what is altered is not known');
    return `alter column ${quoted(text(name))} ${sql2}`;
  });
  const steps = {
    addColumn: (state, args, call2) => {
      const items = addColumn2({ ...state, items: [] }, args, call2).items.map((each) => `add column ${each}`);
      return { ...state, items: [...state.items, ...items] };
    },
    alterColumn,
    dropColumn: item2(([name]) => `drop column ${quoted(text(name))}`),
    renameColumn: item2(([from, to]) => `rename column ${quoted(text(from))} to ${quoted(text(to))}`),
    renameTo: item2(([to]) => `rename to ${qualified(to)}`),
    setSchema: item2(([schema]) => `set schema ${quoted(text(schema))}`),
    dropConstraint: item2(([name]) => `drop constraint ${quoted(text(name))}`),
    renameConstraint: item2(([from, to]) => `rename constraint ${quoted(text(from))} to ${quoted(text(to))}`),
    ifExists: lastItem((sql2) => sql2.replace(/^drop constraint /, 'drop constraint if exists ')),
    cascade: lastItem((sql2) => `${sql2} cascade`),
    restrict: lastItem((sql2) => `${sql2} restrict`),
    ...Object.fromEntries(
      ['onDelete', 'onUpdate', 'deferrable', 'notDeferrable', 'initiallyDeferred', 'initiallyImmediate'].map((key) => [
        key,
        lastItem((sql2, args, call2) => {
          const clauses = constraint.steps[key]?.({}, args, call2) ?? {};
          return `${sql2}${spaced(Object.values(clauses))}`;
        }),
      ]),
    ),
  };
  for (const [name, make] of Object.entries(added)) steps[name] = item2((args, call2) => `add ${make(args, call2)}`);
  return { name: 'alterTable', steps, sql: ({ name, items }) => `alter table ${name} ${items.join(', ')}` };
}
var lastItem = (change) => (state, args, call2) => ({
  ...state,
  items: [...state.items.slice(0, -1), change(state.items.at(-1) ?? '', args, call2)],
});

// src/frameworks/kysely/index.ts
var kysely = { id: 'kysely', module, run };
function module(machine, specifier) {
  if (specifier !== 'kysely') return void 0;
  const raw2 = native('CompiledQuery.raw', {
    call: ({ args: [sql2] }) => native('CompiledQuery', { data: { text: sql2 } }),
  });
  return namespace('kysely', {
    sql: sqlTag(machine),
    CompiledQuery: namespace('CompiledQuery', { raw: raw2 }),
    Kysely: native('Kysely'),
  });
}
function run(script) {
  const callee = exported(script, script.direction);
  if (!callee) return void 0;
  runFunction(script, callee, [database(script.machine)]);
  return {
    scope: 'run',
    kind: 'explicit',
    wayOut: 'run by a Migrator with `disableTransactions: true`, which holds for every migration of its run',
  };
}
function database(machine, schema) {
  let made;
  const inner = native('db', {
    canSend: true,
    get(key) {
      if (key === 'schema') {
        made ??= schemaOf(machine, schema);
        return made;
      }
      if (key === 'dynamic') return dynamic;
      if (key === 'withSchema') return withSchema(machine);
      if (key === 'transaction' || key === 'connection')
        return native(key, { call: () => scoped(machine, inner, key) });
      if (key === 'executeQuery') return native(key, { call: (call2) => executeQuery(machine, call2) });
      if (key === 'introspection')
        return native(key, { get: (name) => native(name, { call: () => unknown(`what ${name} finds`, 'schema') }) });
      if (key === 'withTables' || key === 'withoutPlugins' || key === '$extendTables')
        return native(key, { call: () => inner });
      return queryMember(machine, key);
    },
  });
  return inner;
}
var dynamic = namespace('db.dynamic', {
  ref: native('db.dynamic.ref', {
    call({ args: [name] }) {
      const known2 = knownString(name);
      return known2 === void 0 ? unknown('a reference') : native('a reference', { data: { sql: reference(known2) } });
    },
  }),
});
var withSchema = (machine) =>
  native('db.withSchema', {
    call({ args: [name] }) {
      const isKnown = name?.kind === 'text' && name.holes.length === 0;
      return isKnown ? database(machine, name.text) : native('a schema that is computed', { canSend: true });
    },
  });
function scoped(machine, db, name) {
  const self = native(`db.${name}()`, {
    canSend: true,
    get: (key) =>
      key === 'execute'
        ? native(key, {
            call: ({ args: [callback], site }) => (callback ? machine.settle(machine.call(callback, [db], site)) : db),
          })
        : native(key, { call: () => self }),
  });
  return self;
}
function executeQuery(machine, { args: [query], site }) {
  const data = query?.kind === 'native' ? query.data : void 0;
  sendText(machine, toText(data?.text ?? unknown('a query')), site);
  return unknown('the rows of a query');
}

// src/frameworks/sequelize/data-types.ts
var of = (name, type, call2, get2) => native(name, { data: type, call: call2, construct: call2, get: get2 });
var numbers = ({ args }) => {
  const known2 = args.flatMap((arg) => (arg.kind === 'primitive' && typeof arg.value === 'number' ? [arg.value] : []));
  return known2.length > 0 ? `(${known2.join(',')})` : '';
};
var fixed2 = (name, sql2 = name) => [
  name,
  of(
    name,
    { sql: sql2 },
    () => of(name, { sql: sql2 }),
    () => of(name, { sql: sql2 }),
  ),
];
var sized2 = (name, sql2, standard = '') => {
  const make = (call2) => of(name, { sql: `${sql2}${numbers(call2) || standard}` });
  return [name, of(name, { sql: `${sql2}${standard}` }, make)];
};
function enumOf2({ args }) {
  try {
    const given = args.map((arg) => plain2(arg, 'its values'));
    const [first2] = given;
    const list3 = Array.isArray(first2)
      ? first2
      : isObject(first2) && Array.isArray(first2.values)
        ? first2.values
        : given;
    return of('ENUM', { sql: 'ENUM', values: list3.map(String) });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return unknown('the labels of an enum');
  }
}
function arrayOf2({ args: [inner] }) {
  const type = inner?.kind === 'native' ? inner.data : void 0;
  return type ? of('ARRAY', { ...type, sql: `${type.sql}[]`, isArray: true }) : unknown('a type');
}
var none = (name) => [name, native(name, { data: { isNoDefault: true } })];
var types = Object.fromEntries([
  ...[sized2('STRING', 'VARCHAR', '(255)'), sized2('CHAR', 'CHAR', '(255)'), fixed2('TEXT'), fixed2('CITEXT')],
  ...[
    fixed2('INTEGER'),
    fixed2('BIGINT'),
    fixed2('SMALLINT'),
    fixed2('FLOAT'),
    fixed2('REAL'),
    fixed2('DOUBLE', 'DOUBLE PRECISION'),
  ],
  ...[
    sized2('DECIMAL', 'DECIMAL'),
    sized2('NUMERIC', 'DECIMAL'),
    fixed2('BOOLEAN'),
    fixed2('DATE', 'TIMESTAMP WITH TIME ZONE'),
  ],
  ...[
    fixed2('DATEONLY', 'DATE'),
    fixed2('TIME'),
    fixed2('UUID'),
    fixed2('JSON'),
    fixed2('JSONB'),
    fixed2('BLOB', 'BYTEA'),
  ],
  ...[
    fixed2('INET'),
    fixed2('CIDR'),
    fixed2('HSTORE'),
    fixed2('TSVECTOR'),
    none('UUIDV1'),
    none('UUIDV4'),
    none('NOW'),
  ],
  ['ENUM', native('ENUM', { call: enumOf2, construct: enumOf2 })],
  ['ARRAY', native('ARRAY', { call: arrayOf2, construct: arrayOf2 })],
]);
var expression = (name, make) =>
  native(name, {
    call({ args }) {
      try {
        return native(name, { data: { expression: make(args) } });
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        return unknown(name);
      }
    },
  });
var known = (value) => {
  const text3 = knownString(value);
  if (text3 === void 0) throw new Unreadable('an expression is computed');
  return text3;
};
var functions = {
  literal: expression('Sequelize.literal', ([sql2]) => known(sql2)),
  fn: expression(
    'Sequelize.fn',
    ([name, ...args]) => `${known(name)}(${args.map((arg) => valueSql(plain2(arg, 'an argument'))).join(', ')})`,
  ),
  col: expression('Sequelize.col', ([name]) => quoted2(known(name))),
};
var quoted2 = (name) =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '')}"`)
    .join('.');
function sequelizeModule() {
  const dataTypes = namespace('DataTypes', types);
  const all = { ...types, ...functions, DataTypes: dataTypes };
  const sequelize2 = namespace('Sequelize', all);
  return namespace('sequelize', { ...all, Sequelize: sequelize2, QueryTypes: namespace('QueryTypes', {}) });
}
function typeOf2(value) {
  if (typeof value === 'string') return { sql: value };
  const data = isNative(value) ? value.data : void 0;
  if (typeof data?.sql !== 'string') throw new Unreadable('a type is not known here');
  return data;
}
var isDefault = (value) => value !== void 0 && !(isNative(value) && value.data?.isNoDefault === true);
function valueSql(value) {
  if (value === null || value === void 0) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  const sql2 = isNative(value) ? value.data?.expression : void 0;
  if (sql2 !== void 0) return sql2;
  if (isNative(value) || isFunction(value)) throw new Unreadable('a value is computed');
  if (Array.isArray(value) && value.length > 0) throw new Unreadable('a list as a value is not known here');
  return `'${JSON.stringify(value).replaceAll("'", "''")}'`;
}

// src/frameworks/sequelize/names.ts
function detailsOf(table) {
  if (!isObject(table)) return { name: stringOf(table, 'the table'), schema: void 0 };
  return {
    name: stringOf(table.tableName, 'the table'),
    schema: table.schema ? stringOf(table.schema, 'the schema') : void 0,
  };
}
function tableSql(table, isWithSchema = false) {
  const { name, schema } = detailsOf(table);
  const own = schema ?? (isWithSchema ? 'public' : void 0);
  return own === void 0 ? `"${name}"` : `"${own}"."${name}"`;
}
var column2 = (name) => `"${name}"`;
var fieldsOf = (value) => {
  if (!Array.isArray(value)) throw new Unreadable('its fields are not known');
  return value.map((field2) => stringOf(isObject(field2) ? (field2.name ?? field2.attribute) : field2, 'a field'));
};
var underscore = (name) =>
  name
    .replace(/([A-Z\d]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();

// src/frameworks/sequelize/rows.ts
function whereSql(where2, write = valueSql) {
  if (isNative(where2)) return valueSql(where2);
  return Object.entries(objectOf2(where2, 'the condition'))
    .map(([name, value]) => {
      if (value === null) return `${column2(name)} IS NULL`;
      if (Array.isArray(value)) return `${column2(name)} IN (${value.map(write).join(', ')})`;
      if (isObject(value)) throw new Unreadable('a condition with operators is not known here');
      return `${column2(name)} = ${write(value)}`;
    })
    .join(' AND ');
}
function bulkInsert([table, rows]) {
  if (!Array.isArray(rows)) throw new Unreadable('its rows are built by code');
  const all = rows.map((row) => objectOf2(row, 'a row'));
  const names = [...new Set(all.flatMap((row) => Object.keys(row)))];
  const lists = all.map((row) => `(${names.map((name) => (name in row ? valueSql(row[name]) : 'DEFAULT')).join(',')})`);
  return [`INSERT INTO ${tableSql(table)} (${names.map(column2).join(',')}) VALUES ${lists.join(',')}`];
}
function bulkUpdate([table, values3, where2]) {
  let count = 0;
  const write = (value) => {
    if (isNative(value)) return valueSql(value);
    count += 1;
    return `$${count}`;
  };
  const set2 = Object.entries(objectOf2(values3, 'the values')).map(
    ([name, value]) => `${column2(name)}=${write(value)}`,
  );
  const condition2 = whereSql(objectOf2(where2, 'the condition'), write);
  return [`UPDATE ${tableSql(table)} SET ${set2.join(',')}${condition2 === '' ? '' : ` WHERE ${condition2}`}`];
}
function bulkDelete([table, where2]) {
  const condition2 = whereSql(objectOf2(where2, 'the condition'));
  return [`DELETE FROM ${tableSql(table)}${condition2 === '' ? '' : ` WHERE ${condition2}`}`];
}

// src/frameworks/sequelize/attributes.ts
function attributeOf(name, given) {
  const options2 = isObject(given) ? given : { type: given };
  const type = typeOf2(options2.type);
  const values3 = Array.isArray(options2.values) ? options2.values.map(String) : type.values;
  return { name, type: values3 ? { ...type, values: values3 } : type, options: options2 };
}
var enumName = (table, name) => {
  const { name: own, schema = 'public' } = detailsOf(table);
  return `"${schema}"."enum_${own}_${name}"`;
};
function enumStatement(table, { name, type }) {
  if (!type.values) return void 0;
  const values3 = type.values.map((value) => `''${value.replaceAll("'", "''''")}''`).join(', ');
  return `DO 'BEGIN CREATE TYPE ${enumName(table, name)} AS ENUM(${values3}); EXCEPTION WHEN duplicate_object THEN null; END'`;
}
var typeSql = (table, { name, type }) =>
  type.values ? `${enumName(table, name)}${type.isArray ? '[]' : ''}` : type.sql;
function definition(table, attribute) {
  const { type, options: options2 } = attribute;
  const isSerial = Boolean(options2.autoIncrement) && !options2.autoIncrementIdentity;
  const parts = [isSerial ? serialOf(type.sql) : typeSql(table, attribute)];
  if ('allowNull' in options2 && !options2.allowNull && !isSerial) parts.push('NOT NULL');
  if (options2.autoIncrement && options2.autoIncrementIdentity) parts.push('GENERATED BY DEFAULT AS IDENTITY');
  if (isDefault(options2.defaultValue)) parts.push(`DEFAULT ${valueSql(options2.defaultValue)}`);
  if (options2.unique === true) parts.push('UNIQUE');
  if (isObject(options2.references)) parts.push(references(options2.references, options2));
  return parts.join(' ');
}
var serialOf = (type) => (type === 'BIGINT' ? 'BIGSERIAL' : type === 'SMALLINT' ? 'SMALLSERIAL' : 'SERIAL');
var actions2 = ({ onDelete, onUpdate }) =>
  `${onDelete ? ` ON DELETE ${String(onDelete).toUpperCase()}` : ''}${onUpdate ? ` ON UPDATE ${String(onUpdate).toUpperCase()}` : ''}`;
function references({ model, key = 'id' }, options2) {
  if (options2.deferrable) throw new Unreadable('a deferrable reference is not known here');
  return `REFERENCES ${tableSql(model)} (${column2(stringOf(key, 'the key'))})${actions2(options2)}`;
}

// src/frameworks/sequelize/statements.ts
var text2 = (value) => valueSql(stringOf(value, 'the comment'));
function createTable2([table, given, rest]) {
  const options2 = objectOf2(rest, 'the options');
  const attributes = Object.entries(objectOf2(given, 'the columns')).map(([name, each]) => attributeOf(name, each));
  const lines = attributes.map((attribute) => `${column2(attribute.name)} ${definition(table, attribute)}`);
  const keys = isObject(options2.uniqueKeys) ? Object.values(options2.uniqueKeys) : [];
  const uniques = keys.map(
    (key) => `UNIQUE (${fieldsOf(objectOf2(key, 'a unique key').fields).map(column2).join(', ')})`,
  );
  const primary = attributes.filter(({ options: { primaryKey } }) => primaryKey).map(({ name }) => column2(name));
  const all = [...lines, ...uniques, ...(primary.length > 0 ? [`PRIMARY KEY (${primary.join(',')})`] : [])];
  const comments = [
    ...(options2.comment ? [`COMMENT ON TABLE ${tableSql(table)} IS ${text2(options2.comment)}`] : []),
    ...attributes.flatMap(({ name, options: { comment } }) =>
      comment ? [`COMMENT ON COLUMN ${tableSql(table)}.${column2(name)} IS ${text2(comment)}`] : [],
    ),
  ];
  const create = [`CREATE TABLE IF NOT EXISTS ${tableSql(table)} (${all.join(', ')})`, ...comments].join('; ');
  return [...attributes.flatMap((attribute) => enumStatement(table, attribute) ?? []), create];
}
function addColumn([table, name, given]) {
  const attribute = attributeOf(stringOf(name, 'the column'), given);
  const type = enumStatement(table, attribute);
  const add = `ALTER TABLE ${tableSql(table, true)} ADD COLUMN ${column2(attribute.name)} ${definition(table, attribute)}${attribute.options.primaryKey ? ' PRIMARY KEY' : ''}`;
  return [type === void 0 ? add : `${type};${add}`];
}
function changeColumn([table, name, given]) {
  const attribute = attributeOf(stringOf(name, 'the column'), given);
  const { options: options2 } = attribute;
  const alter = `ALTER TABLE ${tableSql(table)} ALTER COLUMN ${column2(attribute.name)}`;
  const isReference = isObject(options2.references);
  const statements = [];
  if ('allowNull' in options2 && !options2.allowNull) statements.push(`${alter} SET NOT NULL`);
  else if (!isReference) statements.push(`${alter} DROP NOT NULL`);
  if (isDefault(options2.defaultValue)) statements.push(`${alter} SET DEFAULT ${valueSql(options2.defaultValue)}`);
  else if (!isReference) statements.push(`${alter} DROP DEFAULT`);
  if (options2.unique || options2.autoIncrement || options2.primaryKey)
    throw new Unreadable('a change of its key or uniqueness is not known here');
  const type = enumStatement(table, attribute);
  if (type) statements.push(type);
  if (isObject(options2.references)) {
    statements.push(
      `ALTER TABLE ${tableSql(table)} ADD FOREIGN KEY (${column2(attribute.name)}) ${references(options2.references, options2)}`,
    );
  } else {
    const using = type ? ` USING (${column2(attribute.name)}::${enumName(table, attribute.name)})` : '';
    statements.push(`${alter} TYPE ${typeSql(table, attribute)}${using}`);
  }
  return [statements.join(';')];
}
var indexOptions = [
  ...[
    'fields',
    'unique',
    'type',
    'name',
    'using',
    'concurrently',
    'where',
    'operator',
    'transaction',
    'logging',
    'prefix',
  ],
  ...['parser', 'indicesType', 'indexName'],
];
function addIndex([table, first2, second]) {
  const options2 = objectOf2(
    Array.isArray(first2) ? { ...objectOf2(second, 'the options'), fields: first2 } : first2,
    'the options',
  );
  onlyKnown(options2, indexOptions, 'the options');
  const { name, unique, type, using, concurrently, where: where2 } = options2;
  if (options2.indexName || options2.indicesType)
    throw new Unreadable('an option of an older Sequelize is not known here');
  if (!Array.isArray(options2.fields)) throw new Unreadable('its fields are not known');
  const fields = options2.fields.map((field2) => indexField(field2, options2.operator));
  const own = name
    ? stringOf(name, 'its name')
    : underscore(`${detailsOf(table).name.replaceAll('.', '_')}_${fieldsOf(options2.fields).join('_')}`);
  const isUnique = unique || String(type ?? '').toUpperCase() === 'UNIQUE';
  const head = `CREATE${isUnique ? ' UNIQUE' : ''} INDEX${concurrently ? ' CONCURRENTLY' : ''} ${quoted2(own)} ON ${tableSql(table)}`;
  return [
    `${head}${using ? ` USING ${using}` : ''} (${fields.join(', ')})${where2 === void 0 ? '' : ` WHERE ${whereSql(where2)}`}`,
  ];
}
function indexField(field2, operator) {
  if (isNative(field2)) return valueSql(field2);
  const { name, attribute, collate, order, operator: own = operator } = isObject(field2) ? field2 : { name: field2 };
  const parts = [column2(stringOf(name ?? attribute, 'a field'))];
  if (collate) parts.push(`COLLATE ${column2(stringOf(collate, 'the collation'))}`);
  if (own) parts.push(String(own));
  if (order) parts.push(String(order));
  return parts.join(' ');
}
var constraintOptions = [
  'fields',
  'type',
  'name',
  'references',
  'onDelete',
  'onUpdate',
  'where',
  'transaction',
  'logging',
];
function addConstraint([table, first2, second]) {
  const options2 = objectOf2(
    Array.isArray(first2) ? { ...objectOf2(second, 'the options'), fields: first2 } : first2,
    'the options',
  );
  onlyKnown(options2, constraintOptions, 'the options');
  const fields = fieldsOf(options2.fields);
  const type = stringOf(options2.type, 'its type').toUpperCase();
  const list3 = fields.map(column2).join(', ');
  const named2 = (end) => `CONSTRAINT "${options2.name ?? `${detailsOf(table).name}_${fields.join('_')}_${end}`}"`;
  const add = `ALTER TABLE ${tableSql(table)} ADD`;
  if (type === 'UNIQUE') return [`${add} ${named2('uk')} UNIQUE (${list3})`];
  if (type === 'PRIMARY KEY') return [`${add} ${named2('pk')} PRIMARY KEY (${list3})`];
  if (type === 'CHECK') return [`${add} ${named2('ck')} CHECK (${whereSql(options2.where)})`];
  if (type !== 'FOREIGN KEY') throw new Unreadable(`the type ${type} is not known here`);
  const { table: target, field: field2, fields: targets = [field2] } = objectOf2(options2.references, 'references');
  const name = named2(`${detailsOf(target).name}_fk`);
  const tail2 = `${options2.onUpdate ? ` ON UPDATE ${String(options2.onUpdate).toUpperCase()}` : ''}${options2.onDelete ? ` ON DELETE ${String(options2.onDelete).toUpperCase()}` : ''}`;
  return [
    `${add} ${name} FOREIGN KEY (${list3}) REFERENCES ${tableSql(target)} (${fieldsOf(targets).map(column2).join(', ')})${tail2}`,
  ];
}
function removeIndex([table, given, rest]) {
  const { concurrently } = objectOf2(rest, 'the options');
  const name = Array.isArray(given)
    ? underscore(`${detailsOf(table).name}_${fieldsOf(given).join('_')}`)
    : stringOf(given, 'its name');
  return [`DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}IF EXISTS ${quoted2(name)}`];
}

// src/frameworks/sequelize/index.ts
var sequelize = { id: 'sequelize', module: module2, run: run2 };
function module2(_, specifier) {
  return specifier === 'sequelize' || specifier === '@sequelize/core' ? sequelizeModule() : void 0;
}
function run2(script) {
  const callee = exported(script, script.direction);
  if (!callee) return void 0;
  runFunction(script, callee, [queryInterface(script.machine), sequelizeModule()]);
  return { scope: 'none', kind: 'explicit' };
}
var works = {
  ...{
    createTable: createTable2,
    addColumn,
    changeColumn,
    addIndex,
    addConstraint,
    removeIndex,
    bulkInsert,
    bulkUpdate,
    bulkDelete,
  },
  dropTable: ([table, options2]) => [
    `DROP TABLE IF EXISTS ${tableSql(table)}${objectOf2(options2, 'the options').cascade ? ' CASCADE' : ''}`,
  ],
  renameTable: ([from, to]) => [`ALTER TABLE ${tableSql(from)} RENAME TO ${tableSql(to)}`],
  renameColumn: ([table, from, to]) => [
    `ALTER TABLE ${tableSql(table)} RENAME COLUMN "${stringOf(from, 'the column')}" TO "${stringOf(to, 'the new name')}"`,
  ],
  removeColumn: ([table, name]) => [
    `ALTER TABLE ${tableSql(table, true)} DROP COLUMN "${stringOf(name, 'the column')}"`,
  ],
  removeConstraint: ([table, name]) => [
    `ALTER TABLE ${tableSql(table)} DROP CONSTRAINT "${stringOf(name, 'its name')}"`,
  ],
  createSchema: ([name]) => [`CREATE SCHEMA IF NOT EXISTS ${stringOf(name, 'its name')}`],
  dropSchema: ([name]) => [`DROP SCHEMA IF EXISTS ${stringOf(name, 'its name')} CASCADE`],
};
var questions = [
  'describeTable',
  'tableExists',
  'showAllTables',
  'showIndex',
  'showConstraint',
  'showAllSchemas',
  'getForeignKeyReferencesForTable',
];
function queryInterface(machine) {
  const members2 = { sequelize: connection(machine) };
  for (const [key, work] of Object.entries(works)) members2[key] = method(machine, `queryInterface.${key}`, work);
  for (const key of questions) members2[key] = native(key, { call: () => unknown(`what ${key} finds`, 'schema') });
  const self = { ...namespace('queryInterface', members2), canSend: true };
  members2.context = self;
  return self;
}
function connection(machine) {
  const query = native('sequelize.query', {
    call({ args: [sql2, options3], site }) {
      if (sql2)
        sendText(
          machine,
          replaced(toText(sql2.kind === 'record' ? (sql2.fields.get('query') ?? sql2) : sql2), options3),
          site,
        );
      return unknown('the rows of sequelize.query');
    },
  });
  const dialect = textOf('postgres');
  const options2 = record([['dialect', dialect]]);
  options2.isOpen = true;
  const fixed3 = {
    query,
    options: options2,
    transaction: native('sequelize.transaction', { call: ({ args, site }) => transaction(machine, args.at(-1), site) }),
    getDialect: native('getDialect', { call: () => dialect }),
  };
  const rest = sequelizeModule();
  return native('sequelize', { canSend: true, get: (key, site) => fixed3[key] ?? rest.get?.(key, site) });
}
function replaced(text3, options2) {
  if (options2?.kind !== 'record' || !options2.fields.has('replacements')) return text3;
  const parts = [];
  let from = 0;
  for (const match2 of text3.text.matchAll(/(?<![:\w]):[a-z_]\w*|\?/gi)) {
    parts.push(sliceText(text3, from, match2.index), textOf('NULL'));
    from = match2.index + match2[0].length;
  }
  return concatTexts([...parts, sliceText(text3, from, text3.text.length)]);
}
function transaction(machine, callback, site) {
  sendStatements(machine, ['START TRANSACTION'], site);
  const end = (name, sql2) =>
    native(name, {
      call(call2) {
        sendStatements(machine, [sql2], call2.site);
        return undefinedValue;
      },
    });
  const self = namespace('transaction', { commit: end('commit', 'COMMIT'), rollback: end('rollback', 'ROLLBACK') });
  if (callback?.kind !== 'function') return self;
  const value = machine.settle(machine.call(callback, [self], site));
  sendStatements(machine, ['COMMIT'], site);
  return value;
}

// src/source/source-text.ts
var byteOrderMark = 65279;
var SourceText = class _SourceText {
  path;
  text;
  #lineStarts;
  constructor(path, text3) {
    this.path = path;
    this.text = text3;
  }
  /** `text` is the decoded file; a leading byte order mark stays in it: offsets count it, columns do not. */
  static of(path, text3) {
    return new _SourceText(path, text3);
  }
  /** Where an offset is; one outside the text is taken for the nearest end. */
  position(offset) {
    const at = Math.min(Math.max(offset, 0), this.text.length);
    const line = this.#lineAt(at);
    const start2 = this.#lineStart(line);
    return { offset: at, line: line + 1, column: Math.max(at - start2, 0) + 1 };
  }
  span(start2, end) {
    return { start: this.position(start2), end: this.position(end) };
  }
  /** The text of line `n` (from 1), without its line break and without a byte order mark; '' where there is none. */
  line(n) {
    const starts = this.#starts();
    if (n < 1 || n > starts.length) return '';
    return this.text.slice(this.#lineStart(n - 1), starts[n] ?? this.text.length).replace(/\r\n$|[\r\n]$/, '');
  }
  #lineStart(index) {
    const start2 = this.#starts()[index] ?? 0;
    return start2 === 0 && this.text.charCodeAt(0) === byteOrderMark ? 1 : start2;
  }
  #lineAt(offset) {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
  #starts() {
    this.#lineStarts ??= lineStarts(this.text);
    return this.#lineStarts;
  }
};
function lineStarts(text3) {
  const starts = [0];
  for (const match2 of text3.matchAll(/\r\n|\n|\r/g)) starts.push(match2.index + match2[0].length);
  return starts;
}

export { kysely, loadJavaScript, readScript, SourceText, sequelize };
