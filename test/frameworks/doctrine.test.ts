// Doctrine's migrations: SQL of addSql() after that of the connection, transactions as DbalExecutor makes them, and what is a gap.
import { beforeAll, describe, expect, it } from 'vitest';
import { doctrine } from '../../src/frameworks/doctrine/profile.ts';
import type { MigrationFile } from '../../src/frameworks/framework.ts';
import { SourceText } from '../../src/source/source-text.ts';

const entry = { path: 'Version20240101000000.php', direction: 'up', version: 'Version20240101000000' } as const;

beforeAll(async () => doctrine.load?.());

function read(members: string, files: Record<string, string> = {}): MigrationFile[] {
  const code = `<?php
    namespace DoctrineMigrations;
    use Doctrine\\DBAL\\Platforms\\{MySQLPlatform, PostgreSQLPlatform};
    use Doctrine\\DBAL\\Schema\\Schema;
    use Doctrine\\Migrations\\AbstractMigration;
    final class Version20240101000000 extends AbstractMigration {\n${members}\n}`;
  return doctrine.read(SourceText.of(entry.path, code), entry, { beside: (name) => files[name] });
}

const up = (body: string): string => `public function up(Schema $schema): void {\n${body}\n}`;
const sqlOf = (members: string): string[] => (read(members)[0]?.pieces ?? []).map(({ sql }) => sql);
const gapsOf = (members: string): string[] => (read(members)[0]?.gaps ?? []).map(({ reason }) => reason);

describe('a migration', () => {
  it('sends what it has planned after what its connection is told', () => {
    const body =
      "$this->addSql('drop table b'); $this->connection->executeStatement('drop table a'); $schema->dropTable('c');";
    expect(
      sqlOf(`${up(body)} public function postUp(Schema $s): void { $this->connection->exec('drop table d'); }`),
    ).toEqual(['drop table a', 'drop table b', 'DROP TABLE c', 'drop table d']);
  });

  it('numbers its parameters', () => {
    expect(sqlOf(up(`$this->addSql("update a set b = ?, c = '?' where d = ?::int", ["it's", 4]);`))).toEqual([
      "update a set b = $1, c = '?' where d = $2::int",
    ]);
  });

  it('knows its platform', () => {
    const planned = "$this->addSql('drop table a');";
    expect(sqlOf(up(`if ($this->connection->getDatabasePlatform() instanceof MySQLPlatform) { ${planned} }`))).toEqual(
      [],
    );
    expect(sqlOf(up(`$this->skipIf($this->platform->getName() !== 'postgresql', ''); ${planned}`))).toEqual([
      'drop table a',
    ]);
    expect(gapsOf(up(`$this->abortIf('mysql' !== $this->platform->getName(), ''); ${planned}`))).toEqual([
      'No migration is found in this file, or it aborts on PostgreSQL.',
    ]);
  });

  it('is a gap where Doctrine compares it with the database', () => {
    expect(gapsOf(up("$schema->getTable('a')->changeColumn('b', ['notnull' => false]);"))).toEqual([
      'changeColumn(b) on the table a is not read: Doctrine compares it with the database, and sends what differs.',
    ]);
    const key = "$t = $schema->getTable('a'); $t->addForeignKeyConstraint('b', ['c'], ['id'], [], 'fk');";
    expect(sqlOf(up(key))).toEqual(['ALTER TABLE a ADD CONSTRAINT fk FOREIGN KEY (c) REFERENCES b (id)']);
    expect(gapsOf(up(key))).toEqual([
      'The index for the foreign key fk, which it has or not, is not read: Doctrine compares it with the database, and sends what differs.',
    ]);
    expect(gapsOf(up("$schema->createTable('a')->addColumn('b', 'money');"))).toEqual([
      'addColumn() of the table a is not read: what the type money is in PostgreSQL is not known here.',
    ]);
    expect(gapsOf(up('$this->helper($schema);'))).toEqual([
      '$this->helper() is code outside this migration, which is not read.',
    ]);
  });

  it('may extend a class of the project, with what its services are given', () => {
    const files: Record<string, string> = {
      '../composer.json': '{"autoload": {"psr-4": {"App\\\\": "src/"}}}',
      '../src/Base.php': `<?php namespace App; use Doctrine\\Migrations\\AbstractMigration; abstract class Base extends AbstractMigration {
        protected string $prefix; protected $other;
        public function isTransactional(): bool { return false; }
        protected function of($table) { return '"' . $this->prefix . $table . '"'; }
        protected function add($table) { $this->addSql('alter table ' . $this->of($table) . ' add a int'); } }`,
      '../config/services.yaml': "services:\n  _defaults:\n    bind:\n      $prefix: '%env(PREFIX)%'\n",
      '../.env': 'PREFIX=app_\n',
    };
    const body =
      "$this->addSql('drop table ' . $this->of('x')); $this->add('y'); $this->addSql('drop table z' . $this->other);";
    const code = `<?php\nclass Version20240101000000 extends \\App\\Base { public function up($s): void { ${body} } }`;
    const entry = {
      path: 'migrations/Version20240101000000.php',
      direction: 'up',
      version: 'Version20240101000000',
    } as const;
    const [file] = doctrine.read(SourceText.of(entry.path, code), entry, { beside: (name) => files[name] });
    expect(file?.transaction.scope).toBe('none');
    expect(file?.pieces.map(({ sql }) => sql)).toEqual(['drop table "app_x"', 'alter table "app_y" add a int']);
    expect(file?.gaps.map(({ reason }) => reason)).toEqual([
      'A DROP TABLE on a table whose name is computed ($this->other) is known only at run time.',
    ]);
  });

  it('has no way back where it throws', () => {
    expect(
      read(`${up('')} public function down(Schema $s): void { $this->throwIrreversibleMigrationException(); }`),
    ).toHaveLength(1);
    expect(read(`${up('')} public function down(Schema $s): void { $this->addSql('drop table a'); }`)).toHaveLength(2);
  });
});

describe('its transaction', () => {
  const scopeOf = (members: string, files = {}) => read(members, files)[0]?.transaction.scope;

  it('is its own, the run’s, or none', () => {
    expect(scopeOf(up(''))).toBe('file');
    expect(scopeOf(`${up('')} public function isTransactional(): bool { return false; }`)).toBe('none');
    const settings = {
      '../config/packages/doctrine_migrations.yaml': 'doctrine_migrations:\n    all_or_nothing: true\n',
    };
    expect(scopeOf(up(''), settings)).toBe('run');
  });
});

describe('a folder', () => {
  it('is Doctrine’s by the names of its files, or by what is in them', () => {
    const around = (text: string) => ({ names: () => [], text: () => text });
    expect(doctrine.detect({ path: 'migrations', files: ['Version20240101000000.php'] })).toBe(true);
    expect(
      doctrine.detect({
        path: 'migrations',
        files: ['VersionOne.php'],
        around: around('class VersionOne extends AbstractMigration'),
      }),
    ).toBe(true);
    expect(doctrine.detect({ path: 'migrations', files: ['VersionOne.php'], around: around('class VersionOne') })).toBe(
      false,
    );
  });

  it('is left out where the project names another database', () => {
    const folder = (text: string) => ({
      path: 'migrations',
      files: ['Version20240101000000.php'],
      around: { names: (up: number) => (up === 1 ? ['.env', '.git'] : []), text: () => text },
    });
    expect(doctrine.toolOf?.(folder('DATABASE_URL="mysql://a@b/c"')).database).toBe('MySQL');
    expect(
      doctrine.toolOf?.(folder('# DATABASE_URL="mysql://a@b/c"\nDATABASE_URL=postgresql://a@b/c')).database,
    ).toBeUndefined();
  });
});
