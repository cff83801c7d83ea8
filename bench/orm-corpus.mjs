// Migrations for the tools whose migrations are code, each doing what an ordinary one does: a table, a column, an index, a foreign
// key, raw SQL.

/** @param {number} n */
const four = (n) => String(n).padStart(4, '0');

/** The names of their files, as the tools go by them. @type {Record<string, (n: number) => string>} */
export const fileNames = {
  rails: (n) => `${20240101000000 + n}_create_orders${n}.rb`,
  django: (n) => `${four(n + 1)}_orders${n}.py`,
  alembic: (n) => `rev${n}_orders.py`,
  laravel: (n) => `2024_01_01_${String(n).padStart(6, '0')}_create_orders${n}.php`,
  ecto: (n) => `${20240101000000 + n}_create_orders${n}.exs`,
  mikroorm: (n) => `Migration${20240101000000 + n}.ts`,
  slonik: (n) =>
    `2024.01.01T00.${String(Math.floor(n / 60)).padStart(2, '0')}.${String(n % 60).padStart(2, '0')}.orders.ts`,
  doctrine: (n) => `Version${20240101000000 + n}.php`,
};

/** @type {Record<string, (n: number) => string>} */
export const migrations = {
  rails: (n) => `class CreateOrders${n} < ActiveRecord::Migration[7.1]
  def change
    create_table :orders${n} do |t|
      t.bigint :buyer_id, null: false
      t.string :state, null: false, default: 'open'
      t.timestamps
    end
    add_column :buyers, :last_order_${n}, :bigint
    add_index :orders${n}, :buyer_id
    add_foreign_key :orders${n}, :buyers, column: :buyer_id, on_delete: :cascade
    execute 'UPDATE buyers SET last_order_${n} = NULL WHERE id < 1000'
  end
end
`,
  django: (n) => `from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [${n === 0 ? '' : `('shop', '${four(n)}_orders${n - 1}')`}]

    operations = [
        migrations.CreateModel(
            name='Order${n}',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(default='open', max_length=20)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ${n === 0 ? '' : `('before', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='shop.order${n - 1}')),`}
            ],
        ),
        migrations.AddField(model_name='order${n}', name='note', field=models.TextField(null=True)),
        migrations.AddIndex(model_name='order${n}', index=models.Index(fields=['state'], name='order${n}_state')),
        migrations.RunSQL('UPDATE shop_order${n} SET note = NULL WHERE id < 1000', migrations.RunSQL.noop),
    ]
`,
  alembic: (n) => `"""orders"""
from alembic import op
import sqlalchemy as sa

revision = 'rev${n}'
down_revision = ${n === 0 ? 'None' : `'rev${n - 1}'`}
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'orders${n}',
        sa.Column('id', sa.BigInteger(), nullable=False),
        sa.Column('buyer_id', sa.BigInteger(), nullable=False),
        sa.Column('state', sa.String(length=20), server_default='open', nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.ForeignKeyConstraint(['buyer_id'], ['buyers.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.add_column('buyers', sa.Column('last_order_${n}', sa.BigInteger(), nullable=True))
    op.create_index(op.f('ix_orders${n}_buyer_id'), 'orders${n}', ['buyer_id'], unique=False)
    op.execute('UPDATE buyers SET last_order_${n} = NULL WHERE id < 1000')


def downgrade():
    op.drop_table('orders${n}')
`,
  laravel: (n) => `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\DB;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('orders${n}', function (Blueprint $table) {
            $table->id();
            $table->foreignId('buyer_id')->constrained('buyers')->cascadeOnDelete();
            $table->string('state')->default('open');
            $table->timestamps();
        });
        Schema::table('buyers', function (Blueprint $table) {
            $table->bigInteger('last_order_${n}')->nullable();
        });
        DB::statement('UPDATE buyers SET last_order_${n} = NULL WHERE id < 1000');
    }

    public function down(): void
    {
        Schema::dropIfExists('orders${n}');
    }
};
`,
  ecto: (n) => `defmodule Shop.Repo.Migrations.CreateOrders${n} do
  use Ecto.Migration

  def change do
    create table(:orders${n}) do
      add :buyer_id, references(:buyers, on_delete: :delete_all), null: false
      add :state, :string, null: false, default: "open"
      timestamps()
    end

    alter table(:buyers) do
      add :last_order_${n}, :bigint
    end

    create index(:orders${n}, [:buyer_id])
    execute "UPDATE buyers SET last_order_${n} = NULL WHERE id < 1000", ""
  end
end
`,
  doctrine: (n) => `<?php

namespace DoctrineMigrations;

use Doctrine\\DBAL\\Schema\\Schema;
use Doctrine\\Migrations\\AbstractMigration;

final class Version${20240101000000 + n} extends AbstractMigration
{
    public function up(Schema $schema): void
    {
        $this->addSql('CREATE TABLE orders${n} (id BIGSERIAL NOT NULL, buyer_id BIGINT NOT NULL, state VARCHAR(20) DEFAULT \\'open\\' NOT NULL, PRIMARY KEY(id))');
        $this->addSql('ALTER TABLE buyers ADD last_order_${n} BIGINT DEFAULT NULL');
        $this->addSql('CREATE INDEX idx_orders${n}_buyer ON orders${n} (buyer_id)');
        $this->addSql('ALTER TABLE orders${n} ADD CONSTRAINT fk_orders${n}_buyer FOREIGN KEY (buyer_id) REFERENCES buyers (id)');
    }
}
`,
  typeorm: (n) => `import { MigrationInterface, QueryRunner } from 'typeorm';

export class Orders${1700000000000 + n} implements MigrationInterface {
  name = 'Orders${1700000000000 + n}';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(\`CREATE TABLE "orders${n}" ("id" BIGSERIAL NOT NULL, "buyer_id" bigint NOT NULL, "state" character varying NOT NULL DEFAULT 'open', "created_at" TIMESTAMP NOT NULL DEFAULT now(), CONSTRAINT "PK_${n}" PRIMARY KEY ("id"))\`);
    await queryRunner.query(\`ALTER TABLE "buyers" ADD "last_order_${n}" bigint\`);
    await queryRunner.query(\`CREATE INDEX "IDX_${n}" ON "orders${n}" ("buyer_id") \`);
    await queryRunner.query(\`ALTER TABLE "orders${n}" ADD CONSTRAINT "FK_${n}" FOREIGN KEY ("buyer_id") REFERENCES "buyers"("id") ON DELETE CASCADE ON UPDATE NO ACTION\`);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(\`DROP TABLE "orders${n}"\`);
    await queryRunner.query(\`ALTER TABLE "buyers" DROP COLUMN "last_order_${n}"\`);
  }
}
`,
  mikroorm: (n) => `import { Migration } from '@mikro-orm/migrations';

export class Migration${20240101000000 + n} extends Migration {
  override async up(): Promise<void> {
    this.addSql(\`create table "orders${n}" ("id" bigserial primary key, "buyer_id" bigint not null, "state" varchar(255) not null default 'open', "created_at" timestamptz(0) not null);\`);
    this.addSql(\`alter table "buyers" add column "last_order_${n}" bigint null;\`);
    this.addSql(\`create index "orders${n}_buyer_id_index" on "orders${n}" ("buyer_id");\`);
    this.addSql(\`alter table "orders${n}" add constraint "orders${n}_buyer_id_foreign" foreign key ("buyer_id") references "buyers" ("id") on update cascade;\`);
  }

  override async down(): Promise<void> {
    this.addSql(\`drop table if exists "orders${n}" cascade;\`);
  }
}
`,
  kysely: (n) => `import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('orders${n}')
    .addColumn('id', 'bigserial', (col) => col.primaryKey())
    .addColumn('buyer_id', 'bigint', (col) => col.notNull().references('buyers.id').onDelete('cascade'))
    .addColumn('state', 'text', (col) => col.notNull().defaultTo('open'))
    .addColumn('created_at', 'timestamptz', (col) => col.notNull().defaultTo(sql\`now()\`))
    .execute();
  await db.schema.alterTable('buyers').addColumn('last_order_${n}', 'bigint').execute();
  await db.schema.createIndex('orders${n}_buyer').on('orders${n}').column('buyer_id').execute();
  await sql\`UPDATE buyers SET last_order_${n} = NULL WHERE id < 1000\`.execute(db);
}

export async function down(db: Kysely<any>): Promise<void> {
  await db.schema.dropTable('orders${n}').execute();
}
`,
  'node-pg-migrate': (n) => `import type { MigrationBuilder } from 'node-pg-migrate';

export const up = (pgm: MigrationBuilder): void => {
  pgm.createTable('orders${n}', {
    id: { type: 'bigserial', primaryKey: true },
    buyer_id: { type: 'bigint', notNull: true, references: 'buyers', onDelete: 'CASCADE' },
    state: { type: 'text', notNull: true, default: 'open' },
    created_at: { type: 'timestamptz', notNull: true, default: pgm.func('now()') },
  });
  pgm.addColumns('buyers', { last_order_${n}: { type: 'bigint' } });
  pgm.createIndex('orders${n}', 'buyer_id');
  pgm.sql('UPDATE buyers SET last_order_${n} = NULL WHERE id < 1000');
};

export const down = (pgm: MigrationBuilder): void => {
  pgm.dropTable('orders${n}');
};
`,
  slonik: (n) => `import { sql } from 'slonik';

export const up = async ({ slonik }) => {
  await slonik.query(sql.unsafe\`CREATE TABLE orders${n} (id bigserial PRIMARY KEY, buyer_id bigint NOT NULL, state text NOT NULL DEFAULT 'open', created_at timestamptz NOT NULL DEFAULT now())\`);
  await slonik.query(sql.unsafe\`ALTER TABLE buyers ADD COLUMN last_order_${n} bigint\`);
  await slonik.query(sql.unsafe\`CREATE INDEX orders${n}_buyer ON orders${n} (buyer_id)\`);
  await slonik.query(sql.unsafe\`ALTER TABLE orders${n} ADD FOREIGN KEY (buyer_id) REFERENCES buyers (id) ON DELETE CASCADE\`);
};

export const down = async ({ slonik }) => {
  await slonik.query(sql.unsafe\`DROP TABLE orders${n}\`);
};
`,
  'db-migrate': (n) => `'use strict';

exports.up = async function (db) {
  await db.createTable('orders${n}', {
    id: { type: 'bigint', primaryKey: true, autoIncrement: true },
    buyer_id: { type: 'bigint', notNull: true, foreignKey: { name: 'orders${n}_buyer', table: 'buyers', mapping: 'id', rules: { onDelete: 'CASCADE' } } },
    state: { type: 'string', notNull: true, defaultValue: 'open' },
    created_at: { type: 'timestamp', notNull: true, defaultValue: new String('now()') },
  });
  await db.addColumn('buyers', 'last_order_${n}', { type: 'bigint' });
  await db.addIndex('orders${n}', 'orders${n}_buyer_id', ['buyer_id']);
  await db.runSql('UPDATE buyers SET last_order_${n} = NULL WHERE id < 1000');
};

exports.down = async function (db) {
  await db.dropTable('orders${n}');
};
`,
  sequelize: (n) => `'use strict';

/** @type {import('sequelize-cli').Migration} */
module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.createTable('Orders${n}', {
      id: { allowNull: false, autoIncrement: true, primaryKey: true, type: Sequelize.BIGINT },
      buyerId: { type: Sequelize.BIGINT, allowNull: false, references: { model: 'Buyers', key: 'id' }, onDelete: 'CASCADE' },
      state: { type: Sequelize.STRING, allowNull: false, defaultValue: 'open' },
      createdAt: { allowNull: false, type: Sequelize.DATE, defaultValue: Sequelize.literal('now()') },
    });
    await queryInterface.addColumn('Buyers', 'lastOrder${n}', { type: Sequelize.BIGINT });
    await queryInterface.addIndex('Orders${n}', ['buyerId']);
    await queryInterface.sequelize.query('UPDATE "Buyers" SET "lastOrder${n}" = NULL WHERE id < 1000');
  },

  async down(queryInterface) {
    await queryInterface.dropTable('Orders${n}');
  },
};
`,
  knex: (n) => `/**
 * @param { import("knex").Knex } knex
 */
exports.up = async function (knex) {
  await knex.schema.createTable('orders${n}', (table) => {
    table.bigIncrements('id');
    table.bigInteger('buyer_id').notNullable().references('id').inTable('buyers').onDelete('CASCADE');
    table.string('state').notNullable().defaultTo('open');
    table.timestamps(true, true);
    table.index(['buyer_id']);
  });
  await knex.schema.alterTable('buyers', (table) => {
    table.bigInteger('last_order_${n}');
  });
  await knex.raw('UPDATE buyers SET last_order_${n} = NULL WHERE id < 1000');
};

exports.down = async function (knex) {
  await knex.schema.dropTable('orders${n}');
};
`,
};
