// Which migrations are judged and which are history, in real folders and git repositories.
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultConfig } from '../../src/config/config.ts';
import { UserError } from '../../src/config/user-error.ts';
import { loadParser } from '../../src/postgres/parse.ts';
import type { Selection } from '../../src/selection/request.ts';
import { at, type Folder, folder, repository, shape } from './repository.ts';

beforeAll(loadParser);

const numbered = (count: number, inFolder = 'migrations'): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`${inFolder}/${n + 1}_x.sql`, `select ${n + 1};`]));

async function refusal(promise: Promise<unknown>): Promise<UserError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

/** main with two migrations, and a branch with a third. */
function branched(): Folder {
  const repo = repository();
  repo.write(numbered(2));
  repo.commit();
  repo.git('checkout', '-q', '-b', 'feature');
  repo.write({ 'migrations/3_new.sql': 'select 3;' });
  repo.commit();
  return repo;
}

function textOf(selection: Selection, path: string): string | undefined {
  const found = selection.projects.flatMap(({ migrations }) => migrations).find((migration) => migration.path === path);
  const reading = found?.read();
  return reading && 'files' in reading ? reading.files[0]?.text.text : undefined;
}

describe('new, in git', () => {
  test('committed on the branch, uncommitted and untracked, in one run', async () => {
    const repo = branched();
    repo.write({ 'migrations/10_staged.sql': '', 'migrations/11_untracked.sql': '' });
    repo.git('add', 'migrations/10_staged.sql');
    const found = await repo.select();
    expect(shape(found)).toEqual([
      '(migrations/1_x.sql) (migrations/2_x.sql) *migrations/3_new.sql migrations/10_staged.sql migrations/11_untracked.sql',
    ]);
    expect(found.edited).toEqual([]);
    expect(found.notes.join()).toContain('New is what main does not have');
  });

  test('on the default branch only uncommitted ones, and a note names --all', async () => {
    const repo = repository();
    repo.write(numbered(2));
    repo.commit();
    const none = await repo.select();
    expect(shape(none)).toEqual([]);
    expect(none.notes.join(' ')).toMatch(
      /only uncommitted migrations are new: --all .* None of the 2 migrations found is new\./,
    );
    repo.write({ 'migrations/3_x.sql': '' });
    expect(shape(await repo.select())).toEqual(['(migrations/1_x.sql) (migrations/2_x.sql) *migrations/3_x.sql']);
  });

  test('a shallow clone in which nothing is new says that it may lack the default branch', async () => {
    const origin = branched();
    const clone = folder();
    origin.git('clone', '-q', '--depth', '1', `file://${origin.path}`, clone.path);
    const found = await clone.select();
    expect(found.notes.join(' ')).toMatch(/this clone is shallow.*fetch-depth: 0/);
  });

  test('an old one that changed is judged and reported as edited', async () => {
    const repo = branched();
    repo.write({ 'migrations/1_x.sql': 'select 1, 2;' });
    const found = await repo.select();
    // What it creates was deployed long ago, so the new ones are a run apart from it.
    expect(shape(found)).toEqual(['*migrations/1_x.sql (migrations/2_x.sql) *migrations/3_new.sql']);
    expect(found.edited).toEqual(['migrations/1_x.sql']);
  });

  test('a pure rename is not new, whether or not git was told; a rename with changes is edited', async () => {
    const repo = repository();
    const long = 'create table t (\n  a int,\n  b int,\n  c int,\n  d int\n);\n';
    repo.write({
      'migrations/1_a.sql': `${long}-- 1`,
      'migrations/2_b.sql': `${long}-- 2`,
      'migrations/3_c.sql': `${long}-- 3`,
    });
    repo.commit();
    repo.git('checkout', '-q', '-b', 'feature');
    repo.git('mv', 'migrations/1_a.sql', 'migrations/1_renamed.sql');
    repo.git('mv', 'migrations/3_c.sql', 'migrations/4_c.sql');
    repo.write({ 'migrations/4_c.sql': `${long}-- 3\n-- more` });
    repo.commit();
    repo.write({ 'migrations/5_moved.sql': `${long}-- 2` });
    repo.remove('migrations/2_b.sql');
    const found = await repo.select();
    expect(shape(found)).toEqual(['(migrations/1_renamed.sql) *migrations/4_c.sql']);
    expect(found.edited).toEqual(['migrations/4_c.sql']);
  });

  test('a changed file mode is no change', async () => {
    const repo = branched();
    chmodSync(join(repo.path, 'migrations/1_x.sql'), 0o755);
    repo.commit();
    expect((await repo.select()).edited).toEqual([]);
  });

  test('a changelog of Liquibase grows by change sets, which is no edit', async () => {
    const changelog = (...ids: number[]) =>
      `<databaseChangeLog>${ids.map((id) => `<changeSet id="${id}" author="a"><sql>select 1</sql></changeSet>`).join('')}</databaseChangeLog>`;
    const repo = repository();
    repo.write({ 'db/changelog/a.xml': changelog(1) });
    repo.commit();
    repo.git('checkout', '-q', '-b', 'more');
    repo.write({ 'db/changelog/a.xml': changelog(1, 2) });
    const found = await repo.select();
    expect([found.judged, found.edited]).toEqual([1, []]);
  });

  test('--since names another base', async () => {
    const repo = branched();
    repo.git('tag', 'v1');
    repo.write({ 'migrations/4_x.sql': '' });
    repo.commit();
    expect(shape(await repo.select({ since: 'v1' }))[0]).toContain('(migrations/3_new.sql) *migrations/4_x.sql');
    const error = await refusal(repo.select({ since: 'nowhere' }));
    expect(error).toMatchObject({ code: 'git', message: expect.stringContaining('--since nowhere') });
    expect((await refusal(repo.select({ since: '--output=x' }))).code).toBe('git');
  });

  test('from a folder below, with paths relative to it', async () => {
    const repo = branched();
    mkdirSync(join(repo.path, 'src'));
    expect(shape(await repo.select({ cwd: 'src', paths: ['../migrations'] }))).toEqual([
      '(../migrations/1_x.sql) (../migrations/2_x.sql) *../migrations/3_new.sql',
    ]);
    expect(shape(await repo.select({ cwd: 'migrations' }))).toEqual(['(1_x.sql) (2_x.sql) *3_new.sql']);
  });

  test('origin’s default branch comes before a local one', async () => {
    const origin = branched();
    origin.git('checkout', '-q', 'main');
    const clone = folder();
    clone.git('clone', '-q', origin.path, '.');
    clone.git('checkout', '-q', 'feature');
    clone.git('branch', '-f', 'main', 'feature');
    const found = await clone.select();
    expect(shape(found)[0]).toContain('*migrations/3_new.sql');
    expect(found.notes.join()).toContain('origin/main');
  });

  test('a shallow clone of the branch alone says what to do', async () => {
    const origin = branched();
    const clone = folder();
    clone.git('clone', '-q', '--depth=1', '--branch=feature', `file://${origin.path}`, '.');
    // As actions/checkout leaves it.
    clone.git('checkout', '-q', '--detach');
    clone.git('branch', '-q', '-D', 'feature');
    for (const ref of ['HEAD', 'feature']) clone.git('update-ref', '--no-deref', '-d', `refs/remotes/origin/${ref}`);
    expect(await refusal(clone.select())).toMatchObject({
      code: 'no-base',
      message: expect.stringContaining('fetch-depth: 0'),
    });
    expect((await clone.select({ mode: 'all' })).judged).toBe(3);
    clone.git('fetch', '-q', '--depth=1', 'origin', 'main:refs/remotes/origin/main');
    expect((await refusal(clone.select())).message).toContain('no common ancestor');
    expect(shape(await clone.select({ since: 'origin/main' }))[0]).toContain('*migrations/3_new.sql');
  });

  test('worktrees and submodules', async () => {
    const repo = branched();
    const tree = folder();
    repo.git('worktree', 'add', '-q', '-b', 'other', join(tree.path, 'w'), 'main');
    const worktree = at(join(tree.path, 'w'));
    worktree.write({ 'migrations/7_x.sql': '' });
    expect(shape(await worktree.select())).toEqual(['(migrations/1_x.sql) (migrations/2_x.sql) *migrations/7_x.sql']);
    const outer = repository();
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', '-b', 'main', repo.path, 'sub');
    outer.commit();
    at(join(outer.path, 'sub')).write({ 'migrations/8_x.sql': '' });
    expect(shape(await outer.select({ paths: ['sub'] }))[0]).toContain('*sub/migrations/8_x.sql');
  });

  test('before the first commit everything is new', async () => {
    const repo = repository();
    repo.write(numbered(2));
    repo.git('add', 'migrations/1_x.sql');
    expect(shape(await repo.select())).toEqual(['*migrations/1_x.sql migrations/2_x.sql']);
  });

  test('names with spaces, quotes and other scripts', async () => {
    const repo = branched();
    repo.write({ 'migrations/4 "ü"\n数.sql': '' });
    expect((await repo.select()).projects[0]?.migrations.at(-1)).toMatchObject({
      path: 'migrations/4 "ü"\n数.sql',
      judged: true,
    });
  });

  test('ignored files and those of others are not found', async () => {
    const repo = branched();
    repo.write({ '.gitignore': 'build', ...numbered(1, 'build/migrations'), ...numbered(1, 'vendor/x/migrations') });
    expect(shape(await repo.select())).toHaveLength(1);
    expect(shape(await repo.select({ paths: ['build'], mode: 'all' }))).toEqual(['*build/migrations/1_x.sql']);
  });
});

describe('without git', () => {
  test('no repository: as under --all, with a note', async () => {
    const plain = folder();
    plain.write(numbered(2));
    const found = await plain.select();
    expect(shape(found)).toEqual(['*migrations/1_x.sql *migrations/2_x.sql']);
    expect(found.notes).toEqual(['There is no git repository here, so every migration is judged as under --all.']);
    expect(await refusal(plain.select({ since: 'main' }))).toMatchObject({ code: 'git' });
    expect(await refusal(plain.select({ mode: 'staged' }))).toMatchObject({ code: 'git' });
  });

  test('no git command, or one that refuses', async () => {
    const repo = branched();
    const missing = await repo.select({ host: { git: async () => undefined } });
    expect(missing.judged).toBe(3);
    expect(missing.notes.join()).toContain('git is not installed');
    const stderr = "fatal: detected dubious ownership in repository at '/x'\nmore\n";
    const refusing = await repo.select({
      host: { git: async () => ({ code: 128, stdout: new Uint8Array(), stderr }) },
    });
    expect(refusing.notes.join()).toContain('detected dubious ownership');
  });
});

describe('--all and --staged', () => {
  test('each migration on the history before it', async () => {
    expect(shape(await branched().select({ mode: 'all' }))).toEqual([
      '*migrations/1_x.sql *migrations/2_x.sql *migrations/3_new.sql',
    ]);
  });

  test('the index is judged, with its contents, against HEAD', async () => {
    const repo = branched();
    repo.write({ 'migrations/4_x.sql': 'select 4;', 'migrations/1_x.sql': 'select 10;' });
    repo.git('add', 'migrations/4_x.sql', 'migrations/1_x.sql');
    repo.write({ 'migrations/4_x.sql': 'later', 'migrations/2_x.sql': 'later', 'migrations/5_x.sql': '' });
    const found = await repo.select({ mode: 'staged' });
    expect(shape(found)).toEqual([
      '*migrations/1_x.sql (migrations/2_x.sql) (migrations/3_new.sql) *migrations/4_x.sql',
    ]);
    expect(found.edited).toEqual(['migrations/1_x.sql']);
    const texts = ['1_x', '2_x', '3_new', '4_x'].map((name) => textOf(found, `migrations/${name}.sql`));
    expect(texts).toEqual(['select 10;', 'select 2;', 'select 3;', 'select 4;']);
  });

  test('what a hook names is judged only where it is staged, even if it is gone from the working tree', async () => {
    const repo = branched();
    repo.write({ 'migrations/4_x.sql': 'select 4;' });
    repo.git('add', '.');
    repo.remove('migrations/4_x.sql');
    const paths = ['migrations/4_x.sql', 'migrations/2_x.sql'];
    const found = await repo.select({ mode: 'staged', paths });
    expect(shape(found)[0]).toMatch(/\(migrations\/3_new\.sql\) \*migrations\/4_x\.sql$/);
    expect(found.notes).toContain('migrations/2_x.sql has no staged change and is not judged.');
  });

  test('before the first commit', async () => {
    const repo = repository();
    repo.write(numbered(2));
    repo.git('add', 'migrations/1_x.sql');
    expect(shape(await repo.select({ mode: 'staged' }))).toEqual(['*migrations/1_x.sql']);
  });
});

describe('named', () => {
  test('files are judged in version order, those between and before are history, later ones are not read', async () => {
    const plain = folder();
    plain.write(numbered(12));
    const paths = ['migrations/10_x.sql', './migrations/8_x.sql'];
    const found = await plain.select({ paths });
    expect(shape(found)[0]).toMatch(
      /^\(migrations\/1_x\.sql\).* \*migrations\/8_x\.sql \(migrations\/9_x\.sql\) migrations\/10_x\.sql$/,
    );
    expect(found.notes).toEqual([]);
    expect(shape(await plain.select({ paths, history: false }))).toEqual([
      '*migrations/8_x.sql',
      '*migrations/10_x.sql',
    ]);
  });

  test('git is not asked', async () => {
    const repo = branched();
    const git = async () => {
      throw new Error('asked');
    };
    expect((await repo.select({ paths: ['migrations/2_x.sql'], host: { git } })).judged).toBe(1);
  });

  test('a file outside a migration folder is read alone', async () => {
    const plain = folder();
    plain.write({ 'a.sql': '', 'b.sql': '' });
    expect(shape(await plain.select({ paths: ['b.sql', 'a.sql'] }))).toEqual(['*b.sql', '*a.sql']);
    expect(shape(await plain.select())).toEqual([]);
  });

  test('a glob; one that matches nothing is an error unless --allow-empty', async () => {
    const plain = folder();
    plain.write({ ...numbered(3), 'migrations/README.md': '' });
    expect(shape(await plain.select({ paths: ['migrations/[23]*'] }))).toEqual([
      '(migrations/1_x.sql) *migrations/2_x.sql migrations/3_x.sql',
    ]);
    expect(await refusal(plain.select({ paths: ['none/*.sql'] }))).toMatchObject({ code: 'empty-glob' });
    const empty = await plain.select({ paths: ['none/*.sql'], allowEmpty: true });
    expect(empty.notes).toContain('none/*.sql matches no file.');
    expect(await refusal(plain.select({ paths: ['none.sql'] }))).toMatchObject({
      code: 'no-such-path',
      message: 'none.sql does not exist.',
    });
  });

  test('files that only look like globs, folders that look like files', async () => {
    const plain = folder();
    plain.write({ 'migrations/1_[x].sql': '', 'migrations/2_y.sql/3_z.sql': '' });
    expect(shape(await plain.select({ paths: ['migrations/1_[x].sql'] }))).toEqual(['*migrations/1_[x].sql']);
    expect((await plain.select({ paths: ['migrations/2_y.sql'], mode: 'all' })).judged).toBe(1);
  });

  test('an absolute path outside the working directory stays absolute', async () => {
    const plain = folder();
    plain.write(numbered(2));
    mkdirSync(join(plain.path, 'elsewhere'));
    const path = join(plain.path, 'migrations/2_x.sql');
    expect(shape(await plain.select({ cwd: 'elsewhere', paths: [path] }))).toEqual([
      `(${plain.path}/migrations/1_x.sql) *${path}`,
    ]);
  });

  test('ways back are never judged as ways forward', async () => {
    const plain = folder();
    plain.write({
      'migrations/1_x.up.sql': '',
      'migrations/1_x.down.sql': '',
      'migrations/2_y/up.sql': '',
      'migrations/2_y/down.sql': '',
    });
    const all = await plain.select({ mode: 'all' });
    expect(shape(all)).toEqual(['*migrations/1_x.up.sql *migrations/2_y/up.sql']);
    expect(all.down.map(({ path }) => path)).toEqual(['migrations/1_x.down.sql', 'migrations/2_y/down.sql']);
    const named = await plain.select({ paths: ['migrations/2_y/down.sql'] });
    expect(shape(named)).toEqual([]);
    expect(named.notes).toEqual(['migrations/2_y/down.sql is a way back (down) and is not judged; --down judges it.']);
  });

  test('standard input takes the place of a file, or is read alone', async () => {
    const plain = folder();
    plain.write(numbered(2));
    const bytes = new TextEncoder().encode('select 99;');
    const named = await plain.select({ stdin: { name: 'migrations/3_new.sql', bytes } });
    expect(shape(named)).toEqual(['(migrations/1_x.sql) (migrations/2_x.sql) *migrations/3_new.sql']);
    expect(textOf(named, 'migrations/3_new.sql')).toBe('select 99;');
    expect(shape(await plain.select({ cwd: 'migrations', stdin: { bytes } }))).toEqual(['*<stdin>']);
  });
});

describe('other databases', () => {
  test('by folder and by file name', async () => {
    const plain = folder();
    plain.write({
      ...numbered(2, 'db/mysql'),
      ...numbered(1, 'db/postgres'),
      'm/1_x.mysql.sql': '',
      'm/1_x.postgres.sql': '',
    });
    const found = await plain.select({ mode: 'all' });
    expect(shape(found)).toEqual(['*db/postgres/1_x.sql', '*m/1_x.postgres.sql']);
    expect(found.notes).toContain('3 files are for MySQL by name and left out (in .).');
    const named = await plain.select({ paths: ['db/mysql/1_x.sql'] });
    expect(named.notes).toEqual(['db/mysql/1_x.sql is for MySQL by name and left out.']);
  });

  test('by what they say, when they are read', async () => {
    const plain = folder();
    plain.write({ 'migrations/1_x.sql': 'create table `t` (`id` int auto_increment) engine=innodb;' });
    const found = await plain.select({ mode: 'all' });
    expect(found.projects[0]?.migrations[0]?.read()).toMatchObject({
      leftOut: { path: 'migrations/1_x.sql', database: 'MySQL' },
    });
  });
});

describe('reading', () => {
  test('what can’t be read is a gap of that file', async () => {
    const plain = folder();
    plain.write({
      'migrations/1_x.sql': new Uint8Array([0x73, 0, 0xff]),
      'migrations/2_x.sql': new Uint8Array([0x27, 0xe9, 0x27]),
      ...{ 'migrations/3_x.sql': '' },
    });
    const found = await plain.select({ mode: 'all' });
    plain.remove('migrations/3_x.sql');
    const gaps = found.projects[0]?.migrations.map((migration) => {
      const reading = migration.read();
      return 'files' in reading
        ? reading.files.flatMap((file) => file.gaps.map(({ kind, file: path }) => `${path} ${kind}`))
        : [];
    });
    expect(gaps).toEqual([
      ['migrations/1_x.sql encoding'],
      ['migrations/2_x.sql encoding'],
      ['migrations/3_x.sql unsupported'],
    ]);
  });

  test('links that lead in circles', async () => {
    const plain = folder();
    plain.write(numbered(1));
    symlinkSync('..', join(plain.path, 'migrations/up'));
    symlinkSync('2_x.sql', join(plain.path, 'migrations/2_x.sql'));
    symlinkSync('1_x.sql', join(plain.path, 'migrations/3_x.sql'));
    expect(shape(await plain.select({ mode: 'all' }))).toEqual(['*migrations/1_x.sql *migrations/3_x.sql']);
    const reading = (await plain.select({ paths: ['migrations/2_x.sql'] })).projects[0]?.migrations[0]?.read();
    expect(reading).toMatchObject({
      files: [{ gaps: [{ kind: 'unsupported', reason: expect.stringContaining('ELOOP') }] }],
    });
  });

  test('psql includes within the repository', async () => {
    const repo = repository();
    repo.write({ ...numbered(1, 'db/migrations'), 'db/migrations/parts/a.sql': 'a', 'db/shared.sql': 'b' });
    const include = (await repo.select({ cwd: 'db', mode: 'all' })).projects[0]?.include;
    const from = 'migrations/1_x.sql';
    expect(include?.('parts/a.sql', from, true)).toMatchObject({ path: 'migrations/parts/a.sql', text: 'a' });
    expect(include?.('db/shared.sql', from, false)?.text).toBe('b');
    expect(include?.('../shared.sql', from, true)?.text).toBe('b');
    expect(include?.('/etc/hostname', from, false)).toBeUndefined();
    expect(include?.('nowhere.sql', from, true)).toBeUndefined();
  });

  test('the config’s transaction', async () => {
    const plain = folder();
    plain.write(numbered(1));
    const found = await plain.select({ mode: 'all', config: { ...defaultConfig(plain.path), transaction: 'run' } });
    expect(found.projects[0]?.migrations[0]?.read()).toMatchObject({ files: [{ transaction: { scope: 'run' } }] });
  });
});

describe('the config', () => {
  test('paths say where migrations are, ignore what is not read', async () => {
    const repo = branched();
    repo.write({ ...numbered(1, 'other'), ...numbered(1, 'third') });
    const config = { ...defaultConfig(repo.path), paths: ['migrations/*.sql', 'third'], ignore: ['third'] };
    expect(shape(await repo.select({ config }))).toEqual([
      '(migrations/1_x.sql) (migrations/2_x.sql) *migrations/3_new.sql',
    ]);
    const named = await repo.select({ config, paths: ['third/1_x.sql'] });
    expect(named.notes).toEqual(['third/1_x.sql is ignored by the config and left out.']);
  });

  const dump = "create table t (a int);\nINSERT INTO \"schema_migrations\" (version) VALUES\n('2'),\n('001');\n";
  const withDump = (path: string, upTo?: string) => ({
    ...defaultConfig(path),
    schema: { path: 'structure.sql', ...(upTo ? { upTo } : {}) },
  });

  test('a dump replaces the migrations that it lists', async () => {
    const plain = folder();
    plain.write({ ...numbered(4), 'structure.sql': dump });
    const config = withDump(plain.path);
    const found = await plain.select({ paths: ['migrations/4_x.sql'], config });
    expect(shape(found)).toEqual(['(structure.sql) (migrations/3_x.sql) *migrations/4_x.sql']);
    expect(textOf(found, 'structure.sql')).toBe(dump);
    const contained = await plain.select({ paths: ['migrations/2_x.sql'], config });
    expect(shape(contained)).toEqual(['(migrations/1_x.sql) *migrations/2_x.sql']);
    expect(contained.notes.join()).toContain('structure.sql already contains migrations/2_x.sql');
  });

  test('up to the version of the config, or all that is not judged', async () => {
    const plain = folder();
    plain.write({ ...numbered(4), 'structure.sql': 'create table t (a int);' });
    const paths = ['migrations/4_x.sql'];
    expect(shape(await plain.select({ paths, config: withDump(plain.path, '02') }))[0]).toMatch(
      /^\(structure\.sql\) \(migrations\/3/,
    );
    expect(shape(await plain.select({ paths, config: withDump(plain.path) }))).toEqual([
      '(structure.sql) *migrations/4_x.sql',
    ]);
  });

  test('a dump committed with the new migration is read as it was before', async () => {
    const repo = repository();
    repo.write({ ...numbered(2), 'structure.sql': dump });
    repo.commit();
    repo.git('checkout', '-q', '-b', 'feature');
    repo.write({ 'migrations/3_x.sql': '', 'structure.sql': dump.replace("('2')", "('3'),('2')") });
    repo.commit();
    const found = await repo.select({ config: withDump(repo.path) });
    expect(shape(found)).toEqual(['(structure.sql) *migrations/3_x.sql']);
    expect(textOf(found, 'structure.sql')).toBe(dump);
  });

  test('a dump that is not there', async () => {
    const plain = folder();
    plain.write(numbered(1));
    expect(await refusal(plain.select({ mode: 'all', config: withDump(plain.path) }))).toMatchObject({
      code: 'config',
    });
  });
});

test('nothing found is a sentence', async () => {
  const found = await repository().select();
  expect(found).toMatchObject({
    projects: [],
    judged: 0,
    notes: ['No migrations were found in this folder or below: name their files, or set `paths` in the config.'],
  });
});
