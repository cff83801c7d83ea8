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
      'a statement of rows that are not known',
      `t = sa.table('t', sa.column('a'))\nop.execute(t.delete().where(f(t)))`,
      /^Rows are worked on in Python. A DELETE of the table t is not read/,
    ],
    [
      'a loop over rows that changes rows',
      `bind = op.get_bind()\nfor row in bind.execute('SELECT id FROM t'):\n    bind.execute('UPDATE t SET a = %s WHERE id = %s', (row.a, row.id))`,
      /^Rows are worked on in Python. How often this runs/,
    ],
    [
      'a loop over rows that changes tables',
      `for row in op.get_bind().execute('SELECT n FROM t'):\n    op.drop_table('x')`,
      /^How often this runs/,
    ],
    [
      'a session',
      `from sqlalchemy.orm import Session\nSession(bind=op.get_bind()).add(1)`,
      /^Rows are worked on in Python. What a/,
    ],
    [
      'code that is given a connection',
      `from app import fill\nfill(op.get_bind())`,
      /it is code that is not in this project/,
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

describe('what a revision imports', () => {
  const read = (files: Readonly<Record<string, string>>, body: string): MigrationFile => {
    const code = `from alembic import op\nimport sqlalchemy as sa\nrevision = 'a'\ndown_revision = None\n${body}`;
    const text = SourceText.of('app/versions/a_x.py', code);
    const entry = { path: 'app/versions/a_x.py', direction: 'up', version: 'a' } as const;
    return alembic.read(text, entry, { direction: 'up', beside: (name) => files[name] })[0] as MigrationFile;
  };

  it('is followed: helpers, constants through stars and packages, types', () => {
    const files = {
      '../../app/lib/__init__.py': 'from .names import *\nfrom .types import Key\n',
      '../../app/lib/names.py':
        'TABLE = "users"\ndef grow(table):\n    from alembic import op\n    op.execute(f"ALTER TABLE {table} ADD b int")\n',
      '../../app/lib/types.py':
        'from sqlalchemy import types, String\nclass Key(types.TypeDecorator):\n    impl = String\n',
    };
    const file = read(
      files,
      'from app.lib import Key, TABLE, grow\ndef upgrade():\n    grow(TABLE)\n    op.add_column(TABLE, sa.Column("k", Key(8)))\n',
    );
    expect(file.gaps).toEqual([]);
    expect(sql(file)).toEqual(['ALTER TABLE users ADD b int', 'ALTER TABLE users ADD COLUMN k VARCHAR(8)']);
    expect(file.text.text.slice(file.pieces[0]?.segments[0]?.fileStart)).toMatch(/^grow\(TABLE\)/);
  });

  it('is bounded: modules that import themselves, helpers that never end', () => {
    const files = {
      '../ring.py': 'from ring import *\nfrom ring import A\n',
      '../endless.py': 'while True:\n    x = 1\ndef f(n):\n    for i in range(1000000000):\n        f(i)\n',
      '../big.py': `A = "${'x'.repeat(1_000_000)}"\n`,
    };
    const started = performance.now();
    const file = read(
      files,
      'from ring import A, B\nfrom endless import f\nfrom big import A as C\ndef upgrade():\n    op.execute(A)\n    op.execute(C)\n    f(1)\n    op.drop_table("t")\n',
    );
    expect(file.gaps.length).toBeGreaterThan(1);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('a batch', () => {
  it('is sent when its block ends, after what the block sends by itself', () => {
    const file = upgrade(
      `with op.batch_alter_table('t') as batch:\n    batch.add_column(sa.Column('a', sa.Integer()))\n    op.execute('UPDATE t SET b = 1')`,
    );
    expect(sql(file)).toEqual(['UPDATE t SET b = 1', 'ALTER TABLE t ADD COLUMN a INTEGER']);
  });
});

describe('what is imported', () => {
  it('is followed where it is asked for, wherever in its file it is defined', () => {
    const files: Record<string, string> = {
      'a_x.py': `from alembic import op\nfrom shared import names, run\nrevision = 'a'\ndown_revision = None\ndef upgrade():\n    run(op)\n    for name in names:\n        op.drop_table(name)\n`,
      'shared.py': `SQL = '''\ndef no(): '\nSELECT 1\n'''\ndef run(op):\n    op.execute(SQL)\nnames = [FIRST] if False else []\nnames.append('t')\nclass Broken(Broken):\n    pass\n`,
    };
    const text = SourceText.of('a_x.py', files['a_x.py'] ?? '');
    const entry = { path: 'a_x.py', direction: 'up', version: 'a' } as const;
    const [file] = alembic.read(text, entry, { direction: 'up', beside: (name) => files[name] });
    expect(file && sql(file)).toEqual([`\ndef no(): '\nSELECT 1\n`, 'DROP TABLE t']);
  });
});

describe('comments', () => {
  it('are those of the file, with which a finding may be allowed', () => {
    const file = upgrade(`# migration-lint-allow drop-table: gone\nop.drop_table('t') # "#"`);
    expect(file.comments?.map(({ text }) => text)).toEqual(['# migration-lint-allow drop-table: gone', '# "#"']);
  });
});

describe('work on rows', () => {
  it('is SQL where SQLAlchemy is told what to change', () => {
    const file = upgrade(
      `t = sa.table('t', sa.column('a'), sa.column('b'))\nop.execute(t.update().where(sa.and_(t.c.a == 'x', t.c.b.is_(None))).values(a=1))\nop.execute(sa.delete(t).where(t.c.a.in_([1, 2])))\nop.get_bind().execute(sa.insert(t).values({'a': 1, 'b': unknown}))`,
    );
    expect(sql(file)).toEqual([
      `UPDATE t SET a=1 WHERE t.a = 'x' AND t.b IS NULL`,
      'DELETE FROM t WHERE t.a IN (1, 2)',
      'INSERT INTO t (a, b) VALUES (1, NULL)',
    ]);
  });
});

describe('the transaction', () => {
  it('is none where the engine commits each statement by itself', () => {
    const env = 'engine = create_engine(url, isolation_level="AUTOCOMMIT")\n# transaction_per_migration=True';
    expect(upgrade(`op.drop_table('t')`, env).transaction.scope).toBe('none');
    expect(upgrade(`op.drop_table('t')`, '# transaction_per_migration=True').transaction.scope).toBe('run');
  });

  it('is one for the run, unless env.py says otherwise', () => {
    expect(upgrade(`op.drop_table('t')`).transaction.scope).toBe('run');
    expect(upgrade(`op.drop_table('t')`, 'context.configure(transaction_per_migration=True)').transaction.scope).toBe(
      'file',
    );
  });
});
