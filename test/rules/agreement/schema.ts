// The schema that compositions change, and the unsafe statements they are made of: names that need quotes, a schema outside the
// search_path, foreign keys both ways, partitions two deep, domains, enums and views.

/** Rows included; each satisfies whatever the statements below demand of it. */
export const given = `
CREATE SCHEMA "Billing";
CREATE SCHEMA archive;
CREATE TYPE mood AS ENUM ('ok', 'bad');
CREATE DOMAIN email AS text CONSTRAINT has_at CHECK (VALUE LIKE '%@%');
CREATE DOMAIN "Positive" AS int;
CREATE DOMAIN code AS text;
ALTER DOMAIN code ADD CONSTRAINT not_blank CHECK (VALUE <> '') NOT VALID;
CREATE TABLE "user" (
  id bigint PRIMARY KEY, "Name" text, mail email, age int, mood mood, created timestamptz DEFAULT now(),
  note varchar(50), "select" int, points "Positive", tag code
);
INSERT INTO "user" SELECT n, 'n' || n, 'a@b', n, 'ok', now(), 'x', n, n, 'a' FROM generate_series(1, 20) n;
CREATE TABLE "Billing"."Invoice" (
  id bigint PRIMARY KEY, "userId" bigint, "order" int, total numeric(10, 2), paid boolean, due date, "Code" varchar(20)
);
INSERT INTO "Billing"."Invoice" SELECT n, n, n, n, true, '2024-01-01', 'c' || n FROM generate_series(1, 20) n;
CREATE TABLE orders (
  id int PRIMARY KEY, user_id bigint CONSTRAINT orders_user REFERENCES "user", invoice_id bigint, state text, amount int NOT NULL,
  code varchar(20), data jsonb, old_total int
);
INSERT INTO orders SELECT n, n, n, 'open', n, 'c' || n, '{}', n FROM generate_series(1, 20) n;
ALTER TABLE orders ADD CONSTRAINT amount_known CHECK (amount > 0) NOT VALID;
CREATE INDEX orders_state ON orders (state);
CREATE UNIQUE INDEX "Orders Code" ON orders (code) WHERE state = 'open';
CREATE INDEX orders_lower ON orders (lower(code));
CREATE VIEW open_orders AS SELECT id, state FROM orders WHERE state = 'open';
CREATE MATERIALIZED VIEW order_totals AS SELECT user_id, sum(amount) AS total FROM orders GROUP BY user_id;
CREATE UNIQUE INDEX ON order_totals (user_id);
CREATE TABLE archive.old_orders (id int PRIMARY KEY, order_id int REFERENCES orders, reason text);
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, kind text, user_id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE "Events 2025" PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO events SELECT n, '2024-03-01', 'k', n FROM generate_series(1, 20) n;
CREATE INDEX events_at ON events (at);
CREATE TABLE events_2026 (id bigint NOT NULL, at date NOT NULL, kind text, user_id bigint);
INSERT INTO events_2026 SELECT n, '2026-03-01', 'k', n FROM generate_series(1, 20) n;
CREATE TABLE metrics (id bigint NOT NULL, region text NOT NULL, at date NOT NULL, value int) PARTITION BY LIST (region);
CREATE TABLE metrics_eu PARTITION OF metrics FOR VALUES IN ('eu') PARTITION BY RANGE (at);
CREATE TABLE metrics_eu_old PARTITION OF metrics_eu FOR VALUES FROM ('2000-01-01') TO ('2025-01-01');
CREATE TABLE metrics_us PARTITION OF metrics FOR VALUES IN ('us');
CREATE TABLE metrics_rest PARTITION OF metrics DEFAULT;
INSERT INTO metrics SELECT n, (ARRAY['eu', 'us', 'uk'])[n % 3 + 1], '2024-01-01', n FROM generate_series(1, 21) n;
CREATE TABLE metrics_asia (id bigint NOT NULL, region text NOT NULL, at date NOT NULL, value int);
INSERT INTO metrics_asia SELECT n, 'jp', '2024-01-01', n FROM generate_series(1, 20) n;
CREATE TABLE buckets (id int NOT NULL, user_id bigint) PARTITION BY HASH (id);
CREATE TABLE buckets_0 PARTITION OF buckets FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE bucket_1 (id int NOT NULL, user_id bigint);
`;

/** Actions of an ALTER TABLE, by the table as written. Any of them may stand beside any other. */
export const actions: Readonly<Record<string, readonly string[]>> = {
  '"user"': [
    'ADD CONSTRAINT "Adult" CHECK (age >= 0)',
    'ADD CONSTRAINT unique_name UNIQUE ("Name")',
    'ALTER COLUMN "Name" SET NOT NULL',
    'ALTER "select" SET NOT NULL',
    'ALTER COLUMN age TYPE bigint',
    'ALTER COLUMN note TYPE varchar(20)',
    'ADD COLUMN token uuid DEFAULT gen_random_uuid()',
    'ADD COLUMN token2 uuid NOT NULL DEFAULT gen_random_uuid()',
    'ADD COLUMN "Parent" bigint REFERENCES "user" (id)',
    'ADD COLUMN invoice bigint CONSTRAINT of_invoice REFERENCES "Billing"."Invoice"',
    'ADD COLUMN required text NOT NULL',
    'ADD COLUMN plain text',
    'ADD COLUMN level int DEFAULT 3 CHECK (level > 0)',
    'ADD COLUMN nick text UNIQUE',
    'DROP COLUMN "select"',
    'ALTER COLUMN created SET DEFAULT now()',
    'ADD CONSTRAINT no_overlap EXCLUDE USING btree (id WITH =)',
  ],
  '"Billing"."Invoice"': [
    'ADD CONSTRAINT "invoice user" FOREIGN KEY ("userId") REFERENCES "user" (id)',
    'ADD CHECK (total >= 0)',
    'ALTER COLUMN "order" SET NOT NULL',
    'ALTER COLUMN "order" TYPE bigint',
    'ADD UNIQUE ("Code") INCLUDE ("order")',
    'ADD CONSTRAINT due_known CHECK (due IS NOT NULL)',
    'ADD COLUMN "Check" int CHECK ("Check" <> 5)',
    'DROP COLUMN IF EXISTS paid',
    'SET (fillfactor = 80)',
    'ALTER COLUMN "Code" TYPE text',
  ],
  orders: [
    'ADD CONSTRAINT of_invoice FOREIGN KEY (invoice_id) REFERENCES "Billing"."Invoice" (id) ON DELETE SET NULL',
    'ADD CONSTRAINT user_again FOREIGN KEY (user_id) REFERENCES "user" (id) DEFERRABLE INITIALLY DEFERRED',
    'VALIDATE CONSTRAINT amount_known',
    "ADD CONSTRAINT state_known CHECK (state IN ('open', 'done'))",
    'DROP CONSTRAINT orders_user',
    'ALTER state SET NOT NULL, ALTER code SET NOT NULL',
    'ADD CONSTRAINT "Code Key" UNIQUE (code, state) DEFERRABLE',
    'DROP COLUMN old_total',
    'ADD COLUMN priority int NOT NULL DEFAULT 0',
    'ALTER COLUMN id TYPE bigint',
    'ADD COLUMN a int, ADD CONSTRAINT a_small CHECK (a < 10)',
  ],
  events: [
    'ADD CONSTRAINT events_user FOREIGN KEY (user_id) REFERENCES "user" (id)',
    "ADD CONSTRAINT kind_known CHECK (kind <> '')",
    'ALTER COLUMN kind SET NOT NULL',
    'ADD CONSTRAINT events_key UNIQUE (id, at)',
    'ADD PRIMARY KEY (id, at)',
    'ADD COLUMN amount int',
  ],
  metrics: [
    'ADD CONSTRAINT metrics_key UNIQUE (id, region, at)',
    'ADD CONSTRAINT value_known CHECK (value >= 0)',
    'ALTER COLUMN value SET NOT NULL',
  ],
};

/** Whole statements. */
export const statements: readonly string[] = [
  'CREATE INDEX ON "user" ("Name")',
  'CREATE UNIQUE INDEX "User Age" ON "user" (age) WHERE age > 0',
  'CREATE INDEX invoice_due ON "Billing"."Invoice" (due, lower("Code"))',
  'CREATE INDEX events_kind ON events (kind)',
  'CREATE INDEX ON metrics (value)',
  'CREATE INDEX CONCURRENTLY orders_amount ON orders (amount)',
  'CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_amount2 ON orders (amount)',
  'CREATE INDEX CONCURRENTLY ON events (user_id)',
  'DROP INDEX orders_state',
  'DROP INDEX IF EXISTS "Orders Code"',
  'DROP INDEX CONCURRENTLY orders_lower',
  'REINDEX TABLE orders',
  'REINDEX INDEX "Orders Code"',
  'VACUUM FULL orders',
  'CLUSTER orders USING orders_state',
  'REFRESH MATERIALIZED VIEW order_totals',
  'DROP TABLE archive.old_orders',
  'DROP TABLE orders CASCADE',
  'TRUNCATE archive.old_orders',
  'ALTER TABLE orders RENAME TO "Order"',
  'ALTER TABLE "user" RENAME COLUMN "Name" TO full_name',
  'ALTER TABLE archive.old_orders SET SCHEMA "Billing"',
  'ALTER TABLE "Billing"."Invoice" SET UNLOGGED',
  'UPDATE "user" SET "Name" = \'nobody\'',
  'UPDATE "Billing"."Invoice" SET "order" = "order" + 1',
  "UPDATE orders SET state = 'done' WHERE state IS NULL",
  "UPDATE orders SET state = 'open' WHERE id = 1",
  'DELETE FROM archive.old_orders',
  'ALTER DOMAIN email ADD CONSTRAINT long CHECK (length(VALUE) > 1)',
  'ALTER DOMAIN "Positive" SET NOT NULL',
  'ALTER DOMAIN code VALIDATE CONSTRAINT not_blank',
  "ALTER TYPE mood ADD VALUE 'great'",
  'LOCK TABLE orders',
  'CREATE TABLE lines (id int PRIMARY KEY, order_id int REFERENCES orders, user_id bigint REFERENCES "user")',
  'CREATE TABLE tags (id int PRIMARY KEY, user_id bigint REFERENCES "user")',
  "ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
  "ALTER TABLE metrics ATTACH PARTITION metrics_asia FOR VALUES IN ('jp')",
  'ALTER TABLE buckets ATTACH PARTITION bucket_1 FOR VALUES WITH (MODULUS 2, REMAINDER 1)',
  'ALTER TABLE events DETACH PARTITION "Events 2025"',
  "CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
  "CREATE TABLE metrics_au PARTITION OF metrics FOR VALUES IN ('au')",
  'ALTER TABLE orders DROP CONSTRAINT orders_user',
];
