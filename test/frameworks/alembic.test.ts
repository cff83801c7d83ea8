// How Alembic's revisions are read; test/frameworks/golden.test.ts compares what is sent.
import { beforeAll, describe, expect, it } from 'vitest';
import { alembic } from '../../src/frameworks/alembic/profile.ts';
import type { MigrationFile } from '../../src/frameworks/framework.ts';
import { SourceText } from '../../src/source/source-text.ts';

beforeAll(async () => alembic.load?.());

function readAll(files: Readonly<Record<string, string>>, envPy = ''): MigrationFile[] {
  const around = { names: () => [], text: (file: string) => files[file] };
  const entries = alembic.list({ path: 'alembic/versions', files: Object.keys(files), around });
  return entries.flatMap((entry) => {
    const text = SourceText.of(entry.path, files[entry.path] ?? '');
    const beside = (name: string) => (name === '../env.py' ? envPy : undefined);
    return alembic.read(text, entry, { beside }).filter(({ direction }) => direction === 'up');
  });
}

function upgrade(body: string, envPy = ''): MigrationFile {
  const code = `from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\nrevision = 'a'\ndown_revision = None\ndef upgrade():\n${body.replace(/^/gm, '    ')}\n`;
  return readAll({ 'a_x.py': code }, envPy)[0] as MigrationFile;
}

const sql = ({ pieces }: MigrationFile): string[] => pieces.map((piece) => piece.sql);

describe('the order', () => {
  it('is that of down_revision, not of names', () => {
    const files = {
      'a_second.py': "revision = 'a'\ndown_revision = 'b'\n",
      'b_first.py': "revision: str = 'b'\ndown_revision: str | None = None\n",
    };
    const around = { names: () => [], text: (file: string) => files[file as keyof typeof files] };
    const entries = alembic.list({ path: 'versions', files: Object.keys(files), around });
    expect(entries.map(({ path }) => path)).toEqual(['b_first.py', 'a_second.py']);
  });
});

describe('what is followed', () => {
  it('loops, helpers and names that are computed from literals', () => {
    const file = upgrade(
      `def add(table, *columns):\n    for c in columns:\n        op.create_index(op.f(f'ix_{table}_{c}'), table, [c])\nadd('t', 'a', 'b')`,
    );
    expect(sql(file)).toEqual(['CREATE INDEX ix_t_a ON t (a)', 'CREATE INDEX ix_t_b ON t (b)']);
  });

  it('questions to the schema, which are taken to be answered so that something is done', () => {
    const file = upgrade(
      `inspector = sa.inspect(op.get_bind())\nif 'c' not in [x['name'] for x in inspector.get_columns('t')]:\n    op.add_column('t', sa.Column('c', sa.Integer()))`,
    );
    expect([sql(file), file.gaps]).toEqual([['ALTER TABLE t ADD COLUMN c INTEGER'], []]);
  });

  it('the dialect, which is PostgreSQL', () => {
    const file = upgrade(
      `if op.get_bind().dialect.name == 'postgresql':\n    op.execute('VACUUM t')\nelse:\n    op.execute('OPTIMIZE TABLE t')`,
    );
    expect(sql(file)).toEqual(['VACUUM t']);
  });

  it('types that are made by hand, once', () => {
    const file = upgrade(
      `role = postgresql.ENUM('a', 'b', name='role')\nrole.create(op.get_bind(), checkfirst=True)\nop.create_table('t', sa.Column('r', role), sa.Column('x', postgresql.ARRAY(sa.Text())))`,
    );
    expect(sql(file)).toEqual(["CREATE TYPE role AS ENUM ('a', 'b')", 'CREATE TABLE t (r role, x TEXT[])']);
  });

  it('points to the string in the file', () => {
    const file = upgrade(`op.execute("UPDATE t SET a = 1")`);
    expect(file.text.text.slice(file.pieces[0]?.segments[0]?.fileStart).startsWith('UPDATE t')).toBe(true);
  });
});

describe('what is a gap', () => {
  it.each([
    [
      'a name from elsewhere',
      `import os\nop.execute(f'ALTER TABLE {os.environ["T"]} ADD COLUMN a int')`,
      /^An ALTER TABLE on a table whose name is computed/,
    ],
    [
      'a type that is not known',
      `import geo\nop.add_column('t', sa.Column('g', geo.Geometry()))`,
      /^op\.add_column of t is not read: the type geo\.Geometry is not one of SQLAlchemy's/,
    ],
    [
      'an option that is not known',
      `op.create_index('i', 't', ['a'], postgresql_magic=True)`,
      /option postgresql_magic of an index is not known/,
    ],
    [
      'a statement that is built',
      `t = sa.table('t', sa.column('a'))\nop.execute(t.update().values(a=1))`,
      /^An UPDATE of the table t works on data, and is not read/,
    ],
    [
      'code that is given a connection',
      `from app import fill\nfill(op.get_bind())`,
      /it is code that is not in this file/,
    ],
    [
      'a condition at run time',
      `import os\nif os.environ.get('X'):\n    op.drop_table('t')`,
      /^Whether this runs depends on/,
    ],
    ['a loop without an end', `x = 0\nwhile x < 1:\n    y = 1`, /does more than \d+ steps/],
    ['a function that calls itself', `def f(): f()\nf()`, /too deep/],
  ])('%s', (_, body, reason) => {
    expect(upgrade(body).gaps.map((gap) => gap.reason)).toEqual([expect.stringMatching(reason)]);
  });
});

describe('the transaction', () => {
  it('is one for the run, unless env.py says otherwise', () => {
    expect(upgrade(`op.drop_table('t')`).transaction.scope).toBe('run');
    expect(upgrade(`op.drop_table('t')`, 'context.configure(transaction_per_migration=True)').transaction.scope).toBe(
      'file',
    );
  });
});
