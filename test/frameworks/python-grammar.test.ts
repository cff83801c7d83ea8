// What becomes of Python's code as a syntax tree: the shapes that readers go by, and where there is none.
import { describe, expect, it } from 'vitest';
import { type Node, parsePython } from '../../src/frameworks/python/syntax.ts';

function shape(node: Node, code: string): string {
  const name = node.field === null ? '' : `${node.field}=`;
  if (!node.named) return `${name}'${node.type}'`;
  const inside = node.children.map((child) => shape(child, code)).join(' ');
  return `${name}${node.type}${inside === '' ? ` ${code.slice(node.start, node.end)}` : `(${inside})`}`;
}

function tree(code: string): string[] {
  const parsed = parsePython(code);
  return 'children' in parsed ? parsed.children.map((child) => shape(child, code)) : [`${parsed.kind} at ${parsed.at}`];
}

describe('expressions', () => {
  it.each([
    [
      'a or b and not c',
      "boolean_operator(left=identifier a operator='or' right=boolean_operator(left=identifier b operator='and' right=not_operator(argument=identifier c)))",
    ],
    [
      'a + b * -c ** d',
      "binary_operator(left=identifier a operator='+' right=binary_operator(left=identifier b operator='*' right=unary_operator(operator='-' argument=binary_operator(left=identifier c operator='**' right=identifier d))))",
    ],
    [
      'a - b - c',
      "binary_operator(left=binary_operator(left=identifier a operator='-' right=identifier b) operator='-' right=identifier c)",
    ],
    [
      'x not in y is not z',
      "comparison_operator(identifier x operators='not in' identifier y operators='is not' identifier z)",
    ],
    ['[*a, b]', 'list(list_splat(identifier a) identifier b)'],
    ['(a,)', 'tuple(identifier a)'],
    ['{1: a, **b}', 'dictionary(pair(key=integer 1 value=identifier a) dictionary_splat(identifier b))'],
    [
      'f(x for x in y if x)',
      'call(function=identifier f arguments=generator_expression(body=identifier x for_in_clause(left=identifier x right=identifier y) if_clause(identifier x)))',
    ],
    ['a[1:, b]', 'subscript(value=identifier a subscript=slice(integer 1) subscript=identifier b)'],
    [
      `f'{a["b"]!r:>{w}} {{'`,
      `string(string_start f' interpolation(expression=subscript(value=identifier a subscript=string(string_start " string_content b string_end ")) type_conversion=type_conversion !r format_specifier=format_specifier :>{w}) string_content  {{ string_end ')`,
    ],
    [`rf"\\{{{a}"`, `string(string_start rf" string_content \\{{ interpolation(expression=identifier a) string_end ")`],
  ])('%s', (code, expected) => {
    expect(tree(code)).toEqual([`expression_statement(${expected})`]);
  });
});

describe('statements', () => {
  it.each([
    [
      'a = b = 1, 2',
      'expression_statement(assignment(left=identifier a right=assignment(left=identifier b right=expression_list(integer 1 integer 2))))',
    ],
    [
      'a, *b = c',
      'expression_statement(assignment(left=pattern_list(identifier a list_splat_pattern(identifier b)) right=identifier c))',
    ],
    ['a: int = 1', 'expression_statement(assignment(left=identifier a type=type(identifier int) right=integer 1))'],
    ["print 'x', y", "print_statement print 'x', y"],
    [
      'from ..a import (b as c, d,)',
      'import_from_statement(module_name=relative_import(dotted_name(identifier a)) name=aliased_import(name=dotted_name(identifier b) alias=identifier c) name=dotted_name(identifier d))',
    ],
    [
      'with (a as b, c): pass',
      'with_statement(with_clause(with_item(value=as_pattern(identifier a alias=as_pattern_target(identifier b))) with_item(value=identifier c)) body=block(pass_statement pass))',
    ],
    [
      'with (a): b',
      'with_statement(with_clause(with_item(value=identifier a)) body=block(expression_statement(identifier b)))',
    ],
    [
      'if a: b\nelif c:\n  d\nelse: e',
      'if_statement(condition=identifier a consequence=block(expression_statement(identifier b)) alternative=elif_clause(condition=identifier c consequence=block(expression_statement(identifier d))) alternative=else_clause(body=block(expression_statement(identifier e))))',
    ],
    [
      'def f(a, /, b: int = 1, *c: T, **d) -> e:\n    """x\ny"""',
      'function_definition(name=identifier f parameters=parameters(identifier a positional_separator / typed_default_parameter(name=identifier b type=type(identifier int) value=integer 1) list_splat_pattern(identifier c) dictionary_splat_pattern(identifier d)) return_type=type(identifier e) body=block(expression_statement(string(string_start """ string_content x\ny string_end """))))',
    ],
    ['match = a', 'expression_statement(assignment(left=identifier match right=identifier a))'],
  ])('%s', (code, expected) => {
    expect(tree(code)).toEqual([expected]);
  });

  it('comments, blank lines, tabs and continued lines', () => {
    expect(tree('if a: # b\n\n# c\n\td = \\\n  1\n\n  # e\n\tf\ng')).toEqual([
      'if_statement(condition=identifier a consequence=block(expression_statement(assignment(left=identifier d right=integer 1)) expression_statement(identifier f)))',
      'expression_statement(identifier g)',
    ]);
  });
});

describe('what is not Python', () => {
  it.each([
    ['a = (1', 'syntax at 6'],
    ['a = )', 'syntax at 4'],
    ['a = $x', 'syntax at 4'],
    ['"""', 'syntax at 3'],
    ['if a:\n    b\n  c', 'syntax at 14'],
    ['def f(:\n  pass', 'syntax at 6'],
    [`${'('.repeat(100_000)}`, 'nesting at 200'],
    [`a = ${'not '.repeat(100_000)}b`, 'nesting at 804'],
    [`${"f'{".repeat(100_000)}`, 'nesting at 0'],
  ])('%.20s', (code, expected) => {
    expect(tree(code)).toEqual([expected]);
  });
});
