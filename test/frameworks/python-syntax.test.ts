// The own parser of Python makes the nodes that the grammar makes, or leaves the file to it: nothing is read otherwise by the one.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { parseQuickly } from '../../src/frameworks/python/statement-syntax.ts';
import { isParsed, loadPython, type Node, parseByGrammar } from '../../src/frameworks/python/syntax.ts';

beforeAll(loadPython);

interface Shape {
  readonly is: string;
  readonly parts: readonly Shape[];
}

/** Where blocks end is told by comments behind them; of types only the place is asked for. */
const hasEnd = (type: string): boolean => !/block|definition|_statement|clause|module/.test(type);

/** Without the tokens that nobody asks for. */
const isKept = ({ named, field, type }: Node): boolean => named || (field !== null && type !== '=') || type === '@';

function shapeOf(node: Node): Shape {
  const { type, field, start, end, children } = node;
  const place = type === 'module' ? '' : `${start}${hasEnd(type) ? `-${end}` : ''}`;
  return { is: `${field}:${type} ${place}`, parts: type === 'type' ? [] : children.filter(isKept).map(shapeOf) };
}

function byGrammar(text: string): Shape | undefined {
  const parsed = parseByGrammar(text);
  return isParsed(parsed) ? shapeOf(parsed) : undefined;
}

const fixtures = resolve(import.meta.dirname, '../../fixtures/frameworks');
const files = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.py'));

test('the fixtures are parsed alike, and most without the grammar', () => {
  const left = files.filter((name) => {
    const text = readFileSync(join(fixtures, name), 'utf8');
    const own = parseQuickly(text);
    if (own) expect(shapeOf(own), name).toEqual(byGrammar(text));
    return !own;
  });
  expect(left.length / files.length).toBeLessThan(0.2);
});

describe('is parsed as by the grammar', () => {
  it.each([
    ['comparisons', 'a = b not in c and not d is not e or f < g <= h != i'],
    ['arithmetic', 'a = -b ** -c * (d + e) // ~f | g ^ i << 2 >> 3 @ j % k'],
    ['tuples', 'a = (), (1,), (1), (1, 2), [1, 2,], {1, 2}, {}, {**a, "b": 1}'],
    ['a bracket with a comma in a comment', 'a = (b  # c, #d\n)\n'],
    ['strings', `a = 'b' "c" f"{d}e{{f}}{g.h(1)}" r'\\n' b"" """x\n'y' \\""" z"""`],
    ['calls', 'a(*b, **c, d=e)(f for f in g if h)[1:2, ::3][i:]'],
    ['comprehensions', 'a = [b for c, (d, e) in f for g in h if i if j]; k = {l: m for l in n}; o = {p for p in q}'],
    ['lambdas', 'a = lambda: 1\nb = lambda c, d=1, *e: c if d else e'],
    ['assignments', 'a, b = c = d\n(e, f) = [g, h] = i\nj: k = 1\nl: m\nn += 1\no.p[q] **= 2'],
    [
      'imports',
      'import a.b as c, d\nfrom .. import e\nfrom .f.g import (h as i, j,)\nfrom k import *\nfrom __future__ import l',
    ],
    ['numbers', 'a = 1_000, 1.5, .5, 1e10, 1.'],
    ['a line that goes on', 'a = b + \\\n  c\n'],
  ])('%s', (_, text) => {
    const own = parseQuickly(text);
    expect(own && shapeOf(own)).toEqual(byGrammar(text));
  });

  it('has statements with blocks', () => {
    const text = `
@a.b(1)
@c
class D(E, metaclass=F):
    """d"""

    # none
    def g(self, h, *i, j: int = 1, **k) -> str:
        if h: return
        elif i:
            pass
        else:
            raise ValueError(1)
        for l, m in n:
            continue
        while True:
            break
        with o() as p, q:
            yield p
        try:
            del r
        except (S, T) as u:
            return 1, 2
        finally:
            v()
w = 1
`;
    const own = parseQuickly(text);
    expect(own && shapeOf(own)).toEqual(byGrammar(text));
  });
});

it.each([
  ['an error', 'a = (b c)'],
  ['an indentation that nothing asks for', 'a = 1\n  b = 2\n'],
  ['a bracket that is not closed', 'a = [1,\n'],
  ['what stands behind a statement', 'a = 1 b = 2'],
  ['endless nesting', `a = ${'['.repeat(50_000)}`],
  ['what is very long', `a = '${'x'.repeat(600_000)}'`],
])('leaves to the grammar %s', (_, text) => {
  expect(parseQuickly(text)).toBeUndefined();
});
