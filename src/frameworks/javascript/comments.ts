// The comments of code for the SQL of one direction: those in what is written for the other way are not about it.
import type * as t from '@babel/types';
import type { Comment } from '../../postgres/statement.ts';
import type { SourceText } from '../../source/source-text.ts';
import type { Direction } from '../framework.ts';
import type { Parsed } from './evaluator.ts';

/** Of the migration and of all files that it imports. */
export function commentsFor(parsed: Parsed, text: SourceText, direction: Direction): Comment[] {
  return [...parsed].flatMap(([source, file]) => {
    if (file.type === 'unparsed') return [];
    const others = source === text ? otherWays(file.program.body, direction) : [];
    return (file.comments ?? []).flatMap((comment): Comment[] => {
      const { start = 0, end = 0, type } = comment as { start?: number; end?: number; type: string };
      if (others.some((part) => part.start <= start && start < part.end)) return [];
      const kind = type === 'CommentLine' ? 'line' : 'block';
      return [{ text: source.text.slice(start, end), span: source.span(start, end), kind, file: source.path }];
    });
  });
}

interface Part {
  readonly name: string;
  /** Where what stands before it ends, so that the comments above it are its own. */
  readonly start: number;
  readonly end: number;
}

/** A migration that has no function of its own for a direction is read from the other's. */
function otherWays(body: readonly t.Node[], direction: Direction): Part[] {
  const parts = partsOf(body);
  const hasOwn = parts.some(({ name }) => name === direction);
  return hasOwn ? parts.filter(({ name }) => name !== direction) : [];
}

/** The functions `up` and `down`, and what else defines a member of that name. */
function partsOf(nodes: readonly t.Node[]): Part[] {
  let before: number | undefined;
  return nodes.flatMap((node) => {
    const start = before ?? node.start ?? 0;
    const end = node.end ?? 0;
    before = end;
    const name = definedName(node);
    return name === 'up' || name === 'down' ? [{ name, start, end }] : partsOf(within(node));
  });
}

function definedName(node: t.Node): string | undefined {
  switch (node.type) {
    case 'ExportNamedDeclaration':
      return node.declaration ? definedName(node.declaration) : undefined;
    case 'FunctionDeclaration':
      return node.id?.name;
    case 'VariableDeclaration':
      return node.declarations.length === 1 && node.declarations[0]?.id.type === 'Identifier'
        ? node.declarations[0].id.name
        : undefined;
    case 'ExpressionStatement':
      return node.expression.type === 'AssignmentExpression' ? propertyName(node.expression.left) : undefined;
    case 'ClassMethod':
    case 'ClassProperty':
    case 'ObjectMethod':
    case 'ObjectProperty':
      return node.key.type === 'Identifier' ? node.key.name : undefined;
    default:
      return undefined;
  }
}

const propertyName = (left: t.Node): string | undefined =>
  left.type === 'MemberExpression' && left.property.type === 'Identifier' ? left.property.name : undefined;

/** What may hold the functions: a class, or an object that is exported. */
function within(typed: t.Node | null | undefined): readonly t.Node[] {
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

/** Without `as` and `satisfies`, of which there may be any number. */
function untyped(node: t.Node | null | undefined): t.Node | null | undefined {
  let inner = node;
  while (inner?.type === 'TSAsExpression' || inner?.type === 'TSSatisfiesExpression') inner = inner.expression;
  return inner;
}
