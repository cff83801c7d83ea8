// How Django's migrations are read; test/frameworks/golden.test.ts compares what is sent.
import { posix } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { django } from '../../src/frameworks/django/profile.ts';
import type { MigrationFile } from '../../src/frameworks/framework.ts';
import { SourceText } from '../../src/source/source-text.ts';

beforeAll(async () => django.load?.());

/** All files of a project, in Django's order. */
function read(files: Readonly<Record<string, string>>): MigrationFile[] {
  const folders = [...new Set(Object.keys(files).map((path) => posix.dirname(path)))];
  const memory = new Map<string, unknown>();
  return folders.flatMap((path) => {
    const names = Object.keys(files).filter((file) => posix.dirname(file) === path);
    const around = { names: () => [], text: (file: string) => files[posix.join(path, file)] };
    const entries = django.list({ path, files: names.map((file) => posix.basename(file)), around });
    return entries.flatMap((entry) => {
      const full = posix.join(path, entry.path);
      const options = { memory, beside: (file: string) => files[posix.join(path, file)] };
      return django.read(SourceText.of(full, files[full] ?? ''), { ...entry, path: full }, options);
    });
  });
}

const readOne = (files: Readonly<Record<string, string>>): MigrationFile => read(files).at(-1) as MigrationFile;

/** A migration of the app `shop` after others of it. */
function migration(operations: string, head = ''): string {
  return `from django.db import migrations, models\nimport django.db.models.deletion\n${head}\nclass Migration(migrations.Migration):\n    dependencies = [('shop', '0001_initial')]\n    operations = [\n${operations}\n    ]\n`;
}

const initial = `from django.db import migrations, models
class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel('Item', [('id', models.BigAutoField(primary_key=True)), ('name', models.CharField(max_length=50)), ('n', models.IntegerField(null=True))]),
    ]
`;

const following = (operations: string, head = ''): MigrationFile =>
  readOne({ 'shop/migrations/0001_initial.py': initial, 'shop/migrations/0002_x.py': migration(operations, head) });

const sql = (file: MigrationFile): string[] => file.pieces.map((piece) => piece.sql);

describe('what is known only with the migrations before', () => {
  it('sends nothing for what only Python knows of', () => {
    expect(
      sql(
        following(
          `migrations.AlterField('item', 'name', models.CharField(max_length=50, verbose_name='x', choices=[('a', 'A')])),`,
        ),
      ),
    ).toEqual([]);
  });

  it('sees the type that a field had', () => {
    expect(sql(following(`migrations.AlterField('item', 'name', models.CharField(max_length=80)),`))).toEqual([
      'ALTER TABLE "shop_item" ALTER COLUMN "name" TYPE varchar(80)',
    ]);
  });

  it('says so where they are missing', () => {
    const file = readOne({
      'shop/migrations/0002_x.py': migration(`migrations.AlterField('item', 'n', models.TextField()),`),
    });
    expect(file.gaps.map(({ reason }) => reason)).toEqual([
      'AlterField of item is not read: the model shop.item is not known from the migrations before this one.',
    ]);
  });
});

describe('what is not SQL', () => {
  const head = `def forwards(apps, schema_editor):
    schema_editor.execute("UPDATE shop_item SET n = 1")
def models_(apps, schema_editor):
    Item = apps.get_model('shop', 'Item')
    Item.objects.update(n=1)
`;

  it('reads SQL in RunPython', () => {
    const file = following('migrations.RunPython(forwards, migrations.RunPython.noop),', head);
    expect([sql(file), file.gaps]).toEqual([['UPDATE shop_item SET n = 1'], []]);
  });

  it('is data work where it works on models', () => {
    const file = following('migrations.RunPython(models_),', head);
    expect(file.gaps.map(({ kind, reason, span }) => [kind, span?.start.line, reason])).toEqual([
      ['data-work', 12, 'RunPython works on data in Python (shop.Item): what it does is not read.'],
    ]);
  });

  it('is a gap where a field or an operation is of a class that is not known', () => {
    const file = following(
      `migrations.AddField('item', 'x', geo.PointField()),\n thing.Operation('item'),`,
      'import geo, thing',
    );
    expect(file.gaps.map(({ reason }) => reason)).toEqual([
      'AddField of item is not read: the column type of the field x, a geo.PointField, is not known.',
      "Operation of item is not read: the operation thing.Operation is not one of Django's.",
    ]);
  });
});

describe('what it points to', () => {
  it('is the string of RunSQL in the file', () => {
    const file = following(`migrations.RunSQL("DROP INDEX CONCURRENTLY dti"),`);
    const [piece] = file.pieces;
    expect(file.text.text.slice(piece?.segments[0]?.fileStart).startsWith('DROP INDEX')).toBe(true);
  });

  it('follows loops and helpers of the file', () => {
    const head = `def index(name):\n    return models.Index(fields=[name], name=f'{name}_ix')\n`;
    const file = following(`*[migrations.AddIndex('item', index(n)) for n in ('name', 'n')],`, head);
    expect(sql(file)).toEqual([
      'CREATE INDEX "name_ix" ON "shop_item" ("name")',
      'CREATE INDEX "n_ix" ON "shop_item" ("n")',
    ]);
  });
});

describe('a project of several apps', () => {
  const app = (dependencies: string, more = ''): string =>
    `from django.db import migrations, models\nclass Migration(migrations.Migration):\n    dependencies = [${dependencies}]\n${more}    operations = []\n`;
  const order = (files: Readonly<Record<string, string>>): string[] => {
    const around = { names: () => [], text: (file: string) => files[file] };
    return django.list({ path: '/p', files: Object.keys(files), around }).map(({ path }) => path);
  };

  it('is ordered by dependencies, run_before and labels', () => {
    expect(
      order({
        'b/migrations/0001_a.py': app(''),
        'a/migrations/0002_b.py': app(`('a', '0001_a'), ('sea', '0001_a')`),
        'a/migrations/0001_a.py': app(`('b', '0001_a')`),
        'c/apps.py': `class C:\n    label = 'sea'\n`,
        'c/migrations/0001_a.py': app(`('b', '0001_a')`, `    run_before = [('a', '0001_a')]\n`),
      }),
    ).toEqual(['b/migrations/0001_a.py', 'c/migrations/0001_a.py', 'a/migrations/0001_a.py', 'a/migrations/0002_b.py']);
  });

  it('leaves a squashed migration out while those that it replaces are there', () => {
    const files = {
      'a/migrations/0001_a.py': app(''),
      'a/migrations/0001_squashed.py': app('', `    replaces = [('a', '0001_a'), ('a', '0002_b')]\n`),
      'a/migrations/0003_c.py': app(`('a', '0001_squashed')`),
    };
    expect(order(files)).toEqual(['a/migrations/0001_squashed.py', 'a/migrations/0003_c.py']);
    expect(order({ ...files, 'a/migrations/0002_b.py': app(`('a', '0001_a')`) })).toEqual(
      ['0001_a', '0002_b', '0003_c'].map((name) => `a/migrations/${name}.py`),
    );
  });

  it('ends where migrations need each other', () => {
    const files = {
      'a/migrations/0001_a.py': app(`('b', '0001_b')`),
      'b/migrations/0001_b.py': app(`('a', '0001_a')`),
    };
    expect(order(files)).toHaveLength(2);
  });
});

describe('hostile files', () => {
  it.each([
    ['a line of ten million characters', `x = "${'a'.repeat(10_000_000)}"`, /more than \d+ characters of Python/],
    ['nesting without end', `x = ${'('.repeat(20_000)}1${')'.repeat(20_000)}`, /nested more than \d+ deep/],
    ['a loop without an end', 'x = 0\nwhile x < 1:\n    y = 1', /more than \d+ steps/],
    ['a string that doubles', `x = 'ab'\n${'x = x + x\n'.repeat(60)}`, /too long/],
  ])('%s ends in a gap', (_, code, reason) => {
    const start = performance.now();
    const file = readOne({
      'shop/migrations/0001_x.py': `${code}\nfrom django.db import migrations\nclass Migration(migrations.Migration):\n    operations = []\n`,
    });
    expect(file.gaps.map((gap) => gap.reason)).toEqual([expect.stringMatching(reason)]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
