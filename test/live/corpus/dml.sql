-- given: shop
CREATE TABLE customers (id int PRIMARY KEY, name text);
CREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customers, amount int);
CREATE TABLE items (id int PRIMARY KEY, order_id int REFERENCES orders ON DELETE CASCADE, n int);
CREATE TABLE notes (id int, order_id int REFERENCES orders ON DELETE SET NULL);
INSERT INTO customers SELECT g, 'c' FROM generate_series(1,20) g;
INSERT INTO orders SELECT g, g, g FROM generate_series(1,20) g;
INSERT INTO items SELECT g, g, g FROM generate_series(1,10) g;
INSERT INTO notes SELECT g, g FROM generate_series(1,5) g;
CREATE TABLE ev (id int, at int, cust int REFERENCES customers) PARTITION BY RANGE (at);
CREATE TABLE ev1 PARTITION OF ev FOR VALUES FROM (0) TO (10);
CREATE TABLE ev2 PARTITION OF ev FOR VALUES FROM (10) TO (20);
CREATE TABLE ev3 PARTITION OF ev FOR VALUES FROM (20) TO (30) PARTITION BY LIST (id);
CREATE TABLE ev3a PARTITION OF ev3 FOR VALUES IN (1);
CREATE TABLE evd PARTITION OF ev DEFAULT;
CREATE INDEX ev_id ON ev (id);
INSERT INTO ev SELECT 1, g, 1 FROM generate_series(0,29) g;
CREATE TABLE par (id int, v int);
CREATE TABLE chi () INHERITS (par);
CREATE TABLE gchi () INHERITS (chi);
INSERT INTO par VALUES (1,1); INSERT INTO chi VALUES (2,2); INSERT INTO gchi VALUES (3,3);
CREATE VIEW vo AS SELECT id, amount FROM orders WHERE amount > 1;
CREATE VIEW vj AS SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id;
CREATE VIEW vv AS SELECT id FROM vo;
CREATE MATERIALIZED VIEW mv AS SELECT id FROM orders;
CREATE VIEW vmv AS SELECT * FROM mv;
CREATE SEQUENCE s;
CREATE TABLE ser (id serial, b bigint GENERATED ALWAYS AS IDENTITY, x int);
CREATE TABLE audit (id int, what text);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit VALUES (1,'x'); RETURN NEW; END $$;
CREATE TABLE trg (id int);
CREATE TRIGGER t AFTER INSERT ON trg FOR EACH ROW EXECUTE FUNCTION tf();
CREATE VIEW viot AS SELECT id FROM trg;
CREATE TRIGGER t INSTEAD OF INSERT OR UPDATE OR DELETE ON viot FOR EACH ROW EXECUTE FUNCTION tf();
INSERT INTO trg VALUES (7);
CREATE TABLE r1t (id int);
CREATE RULE rr AS ON INSERT TO r1t DO ALSO INSERT INTO audit VALUES (NEW.id, 'r');
CREATE TABLE r2t (id int);
CREATE RULE rr AS ON INSERT TO r2t DO INSTEAD NOTHING;
CREATE RULE rd AS ON DELETE TO r2t DO INSTEAD UPDATE audit SET what = 'y' WHERE id = OLD.id;
CREATE TABLE pol (id int, owner text);
CREATE POLICY p ON pol USING (EXISTS (SELECT 1 FROM customers c WHERE c.name = pol.owner));
ALTER TABLE pol ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION fsql(i int) RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT count(*) FROM audit WHERE id = i $$;
CREATE FUNCTION fpl(i int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM audit; RETURN 1; END $$;
CREATE FUNCTION fat(i int) RETURNS int LANGUAGE sql AS $$ INSERT INTO audit VALUES (i, 'f') RETURNING id $$;
CREATE PROCEDURE pr() LANGUAGE sql AS $$ DELETE FROM audit $$;

-- cases: shop
SELECT * FROM orders;

SELECT 1 FROM vj;

SELECT * FROM vv;

SELECT * FROM vmv;

SELECT * FROM orders FOR UPDATE;

SELECT * FROM vo FOR UPDATE;

SELECT * FROM vj FOR SHARE;

SELECT * FROM vv FOR SHARE;

SELECT * FROM vj v, items FOR SHARE OF v;

SELECT * FROM orders o, (SELECT * FROM items) i FOR UPDATE;

SELECT * FROM orders o, (SELECT * FROM items) i FOR UPDATE OF i;

WITH c AS (SELECT * FROM items) SELECT * FROM orders o, c FOR UPDATE;

SELECT * FROM orders o WHERE EXISTS (SELECT 1 FROM items) FOR UPDATE;

SELECT * FROM ev;

SELECT * FROM ev WHERE at = 5;

SELECT * FROM ev WHERE at = 5 FOR UPDATE;

SELECT * FROM ev WHERE at = (SELECT 5);

SELECT * FROM ev WHERE at = now()::date - date '2020-01-01';

SELECT * FROM ev3;

SELECT * FROM ev WHERE false;

SELECT * FROM ONLY ev;

SELECT * FROM par;

SELECT * FROM ONLY par;

SELECT * FROM chi FOR UPDATE;

SELECT * FROM ev, par FOR UPDATE OF par;

SELECT count(*) FROM customers c LEFT JOIN orders o ON false;

SELECT c.id FROM customers c LEFT JOIN orders o ON o.id = c.id;

INSERT INTO orders VALUES (100, 1, 1);

INSERT INTO orders VALUES (100, NULL, 1);

INSERT INTO orders SELECT id + 100, id, 1 FROM customers;

INSERT INTO orders VALUES (201, 1, 1) ON CONFLICT DO NOTHING;

INSERT INTO orders VALUES (201, 1, 1) ON CONFLICT (id) DO UPDATE SET amount = (SELECT max(n) FROM items);

INSERT INTO ev VALUES (1, 5, 1);

INSERT INTO ev VALUES (1, 5, NULL);

INSERT INTO ev VALUES (1, 25, 1);

INSERT INTO ev VALUES (1, 500, 1), (1, 5, 1);

INSERT INTO ev SELECT 1, 5, 1;

INSERT INTO ev3 VALUES (1, 25, 1);

INSERT INTO ev1 VALUES (1, 5, 1);

INSERT INTO par VALUES (1, 1);

UPDATE orders SET amount = 1;

UPDATE orders SET customer_id = 2;

-- fails
UPDATE orders SET id = id + 1000;

UPDATE ev SET id = 1;

UPDATE ev SET id = 1 WHERE at = 5;

UPDATE ev SET cust = 2 WHERE at = 5;

UPDATE ev SET at = 15 WHERE at = 5;

UPDATE par SET v = 1;

UPDATE ONLY par SET v = 1;

UPDATE orders SET amount = 1 FROM items i WHERE i.order_id = orders.id;

DELETE FROM orders;

DELETE FROM orders WHERE id = 20;

DELETE FROM orders USING ev WHERE ev.id = orders.id;

DELETE FROM ev;

DELETE FROM ev WHERE at < 10;

DELETE FROM par;

DELETE FROM items;

INSERT INTO vo VALUES (300, 3);

UPDATE vo SET amount = 1;

DELETE FROM vv;

INSERT INTO vv VALUES (500);

INSERT INTO viot VALUES (1);

UPDATE viot SET id = 2;

DELETE FROM viot;

INSERT INTO trg VALUES (1);

INSERT INTO r1t VALUES (1);

INSERT INTO r2t VALUES (1);

DELETE FROM r2t;

DELETE FROM r2t WHERE id IN (SELECT id FROM items);

SELECT * FROM pol;

SELECT fsql(1);

SELECT fpl(1);

SELECT fat(1);

SELECT fsql(id) FROM orders;

CALL pr();

SELECT nextval('s');

SELECT nextval('s');
SELECT currval('s');

SELECT setval('s', 5);

SELECT last_value FROM s;

INSERT INTO ser (x) VALUES (1);

INSERT INTO ser (id, x) VALUES (1, 1);

INSERT INTO ser DEFAULT VALUES;

INSERT INTO ser (x) SELECT 1 WHERE false;

UPDATE ser SET id = DEFAULT;

UPDATE ser SET x = DEFAULT;

SELECT pg_relation_size('orders');

SELECT 'orders'::regclass;

SELECT pg_total_relation_size('orders');

SELECT nextval('s');
SELECT lastval();

SELECT pg_get_serial_sequence('ser', 'id');

EXPLAIN SELECT * FROM vj;

EXPLAIN UPDATE orders SET amount = 1;

EXPLAIN DELETE FROM orders;

EXPLAIN DELETE FROM ev;

EXPLAIN INSERT INTO orders VALUES (100,1,1);

EXPLAIN INSERT INTO ev VALUES (1, 5, 1);

EXPLAIN INSERT INTO ev1 VALUES (1, 5, 1);

EXPLAIN SELECT * FROM orders FOR UPDATE;

EXPLAIN ANALYZE UPDATE orders SET customer_id = 2;

EXPLAIN (ANALYZE, BUFFERS) DELETE FROM orders;

EXPLAIN (ANALYZE false) DELETE FROM orders;

EXPLAIN CREATE TABLE nt AS SELECT * FROM orders;

EXPLAIN ANALYZE CREATE TABLE nt AS SELECT * FROM orders;

EXPLAIN CREATE MATERIALIZED VIEW nm AS SELECT * FROM vj;

-- pg<14
EXPLAIN CREATE TABLE orders AS SELECT * FROM items;

-- pg>=14
-- fails
EXPLAIN CREATE TABLE orders AS SELECT * FROM items;

PREPARE pp AS SELECT * FROM orders;
EXPLAIN EXECUTE pp;

EXPLAIN DECLARE c CURSOR FOR SELECT * FROM orders;

COPY orders TO '/dev/null';

-- fails
COPY vo TO '/dev/null';

-- fails
COPY ev TO '/dev/null';

-- pg>=18
COPY mv TO '/dev/null';

-- pg<18
-- fails
COPY mv TO '/dev/null';

COPY par TO '/dev/null';

COPY (SELECT * FROM vj) TO '/dev/null';

COPY (DELETE FROM orders RETURNING *) TO '/dev/null';

COPY orders (id, amount) FROM '/dev/null';

COPY orders FROM PROGRAM 'echo 100,1,1' WITH (FORMAT csv);

COPY ev1 FROM PROGRAM 'echo 1,5,1' WITH (FORMAT csv);

COPY ser (x) FROM PROGRAM 'echo 1';

COPY ser (x) FROM '/dev/null';

PREPARE pp AS SELECT * FROM vj;

PREPARE pp AS UPDATE vo SET amount = 1;

PREPARE pp(int) AS SELECT * FROM ev WHERE at = $1;

PREPARE pp AS SELECT * FROM vj;
EXECUTE pp;

PREPARE pp(int) AS SELECT * FROM ev WHERE at = $1;
EXECUTE pp(5);

PREPARE pp(int) AS DELETE FROM orders WHERE id = $1;
EXECUTE pp(5);

PREPARE pp AS SELECT * FROM vj;
DEALLOCATE pp;

BEGIN;
DECLARE c CURSOR FOR SELECT * FROM vj;

BEGIN;
DECLARE c CURSOR FOR SELECT * FROM orders FOR UPDATE;

DECLARE c CURSOR WITH HOLD FOR SELECT * FROM vj;

-- pg>=15
MERGE INTO orders o USING (SELECT * FROM vo) i ON i.id = o.id WHEN MATCHED THEN DELETE;

-- pg<15
-- fails
MERGE INTO orders o USING (SELECT * FROM vo) i ON i.id = o.id WHEN MATCHED THEN DELETE;

-- pg>=15
MERGE INTO ev USING items i ON i.id = ev.id WHEN MATCHED THEN UPDATE SET id = 1;

-- pg<15
-- fails
MERGE INTO ev USING items i ON i.id = ev.id WHEN MATCHED THEN UPDATE SET id = 1;

-- pg>=15
MERGE INTO ev USING items i ON i.id = ev.id WHEN MATCHED THEN DO NOTHING;

-- pg<15
-- fails
MERGE INTO ev USING items i ON i.id = ev.id WHEN MATCHED THEN DO NOTHING;

-- pg>=15
MERGE INTO ev USING items i ON i.id = ev.id AND ev.at = 5 WHEN MATCHED THEN DO NOTHING;

-- pg<15
-- fails
MERGE INTO ev USING items i ON i.id = ev.id AND ev.at = 5 WHEN MATCHED THEN DO NOTHING;

-- pg>=15
MERGE INTO par USING items i ON i.id = par.id WHEN NOT MATCHED THEN INSERT VALUES (1,1);

-- pg<15
-- fails
MERGE INTO par USING items i ON i.id = par.id WHEN NOT MATCHED THEN INSERT VALUES (1,1);

-- pg>=17
MERGE INTO vo USING items i ON i.id = vo.id WHEN MATCHED THEN UPDATE SET amount = 1;

-- pg<17
-- fails
MERGE INTO vo USING items i ON i.id = vo.id WHEN MATCHED THEN UPDATE SET amount = 1;

WITH d AS (DELETE FROM items RETURNING *), u AS (UPDATE customers SET name = 'x' WHERE id = 1) SELECT * FROM d;

WITH RECURSIVE t(n) AS (SELECT id FROM orders UNION ALL SELECT n + 1 FROM t WHERE n < 3) SELECT * FROM t;

SELECT (SELECT max(id) FROM items) + 1;

SELECT * FROM orders LEFT JOIN LATERAL (SELECT * FROM items WHERE items.id = orders.id) x ON true;

SELECT 1 FROM orders UNION ALL SELECT 1 FROM items EXCEPT SELECT 1 FROM customers;

TABLE orders;

VALUES ((SELECT max(id) FROM orders));

SELECT * FROM pg_class, information_schema.tables;

SELECT * FROM orders TABLESAMPLE SYSTEM (10);

SELECT EXISTS (TABLE items), ARRAY(SELECT id FROM customers), id IN (TABLE mv) FROM orders;

WITH c AS (SELECT * FROM items) SELECT 1;

WITH c AS (SELECT * FROM ev) SELECT 1;

WITH c AS (SELECT * FROM vj) SELECT 1;

WITH c AS MATERIALIZED (SELECT * FROM vj) SELECT 1;

SELECT * FROM (SELECT * FROM vj) x WHERE false;

SELECT * FROM ev1;

SELECT * FROM ev1 WHERE at = 3;

DELETE FROM ev1;

DELETE FROM ev1 WHERE false;

UPDATE ev1 SET id = 2;

UPDATE ev SET id = 2 WHERE false;

UPDATE orders SET amount = 2 WHERE false;

SELECT * FROM ev3a;

DELETE FROM ev3a;

INSERT INTO ev3a VALUES (1, 25, 1);

SELECT * FROM par WHERE false;

SELECT * FROM par WHERE NULL;

SELECT * FROM customers LEFT JOIN ev ON false;

SELECT * FROM customers c LEFT JOIN ev ON ev.id = c.id AND ev.at = 5;

SELECT * FROM ev JOIN ev1 USING (id) WHERE ev.at = 5;

SELECT * FROM ev a JOIN ev b ON a.at = b.at WHERE a.at = 5;

SELECT * FROM (SELECT id, at FROM ev) x WHERE at = 5;

SELECT * FROM (SELECT id, at FROM ev LIMIT 5) x WHERE at = 5;

WITH c AS (SELECT * FROM ev) SELECT * FROM c WHERE at = 5;

WITH c AS (SELECT * FROM ev) SELECT * FROM c a, c b WHERE a.at = 5;

SELECT * FROM ev WHERE at IN (1, 15);

SELECT * FROM ev WHERE at BETWEEN 1 AND 12;

SELECT * FROM ev WHERE at = 1 OR at = 15;

SELECT * FROM ev WHERE at > 12 AND at < 15;

SELECT * FROM ev WHERE at IS NULL;

SELECT * FROM ev WHERE at IS NOT NULL;

SELECT * FROM ev WHERE at <> 5;

SELECT * FROM ev WHERE at = 25 AND id = 1;

SELECT * FROM ev WHERE at = 25 AND id = 2;

SELECT * FROM ev WHERE at = 3 + 2;

SELECT * FROM ev WHERE at = '5';

SELECT * FROM ev WHERE at = 5::bigint;

SELECT * FROM ev WHERE at = ANY ('{1,2}');

SELECT * FROM ev WHERE at = ANY (ARRAY[1, 2]);

SELECT * FROM ev WHERE NOT (at >= 10);

SELECT * FROM ev WHERE at + 0 = 5;

SELECT max(at) FROM ev;

SELECT * FROM ev3 WHERE id = 7;

DELETE FROM par WHERE false;

UPDATE par SET v = 1 WHERE false;

SELECT * FROM orders FOR UPDATE OF orders;

SELECT o.id FROM orders o WHERE o.id IN (SELECT id FROM ev WHERE at = 5);

INSERT INTO par SELECT * FROM par;

WITH x AS (INSERT INTO audit VALUES (1, 'x') RETURNING *) INSERT INTO orders SELECT id + 1000, id FROM x;

INSERT INTO customers VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE customers.name IN (SELECT what FROM audit);

UPDATE orders o SET amount = (SELECT sum(n) FROM items i WHERE i.order_id = o.id);

UPDATE items SET order_id = 1;

UPDATE customers SET id = id;

-- fails
UPDATE customers SET id = id + 100 WHERE id > 15;

-- fails
DELETE FROM customers WHERE id > 19;

DELETE FROM items WHERE id = 20;
DELETE FROM orders WHERE id = 20;
DELETE FROM customers WHERE id = 20;

CREATE TABLE fkp (id int PRIMARY KEY);
INSERT INTO fkp SELECT generate_series(1,5);
CREATE TABLE fkc (id int, p int REFERENCES fkp) PARTITION BY LIST (id);
CREATE TABLE fkc1 PARTITION OF fkc FOR VALUES IN (1);
CREATE TABLE fkc2 PARTITION OF fkc FOR VALUES IN (2);
INSERT INTO fkc VALUES (1,1),(2,2);
DELETE FROM fkp WHERE id = 3;

CREATE TABLE fkp (id int PRIMARY KEY);
INSERT INTO fkp SELECT generate_series(1,5);
CREATE TABLE fkc (id int, p int REFERENCES fkp ON DELETE CASCADE) PARTITION BY LIST (id);
CREATE TABLE fkc1 PARTITION OF fkc FOR VALUES IN (1);
CREATE TABLE fkc2 PARTITION OF fkc FOR VALUES IN (2);
INSERT INTO fkc VALUES (1,1),(2,2);
DELETE FROM fkp WHERE id = 3;

CREATE TABLE fkp (id int PRIMARY KEY) PARTITION BY LIST (id);
CREATE TABLE fkp1 PARTITION OF fkp FOR VALUES IN (1);
CREATE TABLE fkp2 PARTITION OF fkp FOR VALUES IN (2);
INSERT INTO fkp VALUES (1), (2);
CREATE TABLE fkc (id int REFERENCES fkp);
INSERT INTO fkc VALUES (1);

CREATE TABLE fkp (id int PRIMARY KEY) PARTITION BY LIST (id);
CREATE TABLE fkp1 PARTITION OF fkp FOR VALUES IN (1);
CREATE TABLE fkp2 PARTITION OF fkp FOR VALUES IN (2);
INSERT INTO fkp VALUES (1), (2);
CREATE TABLE fkc (id int REFERENCES fkp);
INSERT INTO fkc VALUES (1);
DELETE FROM fkp WHERE id = 2;

CREATE TABLE up (id uuid) PARTITION BY RANGE (id);
CREATE TABLE up1 PARTITION OF up FOR VALUES FROM ('00000000-0000-0000-0000-000000000000') TO ('80000000-0000-0000-0000-000000000000');
INSERT INTO up VALUES ('00000000-0000-0000-0000-000000000001');

CREATE TABLE tp (id timestamptz) PARTITION BY RANGE (id);
CREATE TABLE tp1 PARTITION OF tp FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE tpd PARTITION OF tp DEFAULT;
SELECT * FROM tp WHERE id >= '2024-01-05' AND id < '2024-01-06';

CREATE TABLE tp (id timestamptz) PARTITION BY RANGE (id);
CREATE TABLE tp1 PARTITION OF tp FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE tpd PARTITION OF tp DEFAULT;
SELECT * FROM tp WHERE id >= date '2024-01-05' AND id < date '2024-01-06';

CREATE TABLE fb (a int, b int);
INSERT INTO fb VALUES (1,1);
CREATE VIEW fv AS SELECT * FROM fb WHERE b IN (SELECT id FROM items);
INSERT INTO items VALUES (77, 1, 1);
UPDATE fv SET a = 1;

-- fails
DELETE FROM vj;

-- fails
INSERT INTO vj VALUES (1);

CREATE VIEW vr AS SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id;
CREATE RULE r AS ON UPDATE TO vr DO INSTEAD UPDATE items SET n = NEW.id WHERE id = OLD.id;
UPDATE vr SET id = 1;

CREATE VIEW vr AS SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id;
CREATE RULE r AS ON UPDATE TO vr DO INSTEAD NOTHING;
UPDATE vr SET id = 1;

CREATE VIEW vr AS SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id;
CREATE RULE r AS ON INSERT TO vr DO INSTEAD INSERT INTO audit VALUES (NEW.id, 'x');
INSERT INTO vr VALUES (3);

CREATE VIEW vr AS SELECT id FROM orders;
CREATE RULE r AS ON INSERT TO vr DO ALSO INSERT INTO audit VALUES (NEW.id, 'x');
-- fails
INSERT INTO vr VALUES (3);

CREATE RULE r AS ON DELETE TO par DO INSTEAD NOTHING;
DELETE FROM par;

CREATE RULE r AS ON DELETE TO par WHERE id = 1 DO INSTEAD NOTHING;
DELETE FROM par;

CREATE RULE r AS ON DELETE TO par DO INSTEAD UPDATE audit SET what = 'y';
DELETE FROM par;

CREATE RULE r AS ON DELETE TO par DO INSTEAD UPDATE audit SET what = 'y' WHERE id = OLD.id;
DELETE FROM par;

CREATE RULE r AS ON INSERT TO par DO INSTEAD NOTHING;
-- fails
INSERT INTO par SELECT * FROM ev;


SELECT * FROM ONLY orders, LATERAL (SELECT 1 FROM items WHERE items.order_id = orders.id) x;

SELECT * FROM orders o JOIN LATERAL (SELECT count(*) AS n FROM items i WHERE i.order_id = o.id) c ON c.n > 0;

SELECT * FROM orders NATURAL JOIN items;

SELECT * FROM (orders JOIN items USING (id)) AS j (a, b, c, d, e);

SELECT * FROM (VALUES (1), (2)) v (id) JOIN orders USING (id);

SELECT * FROM generate_series(1, 3) g JOIN customers ON customers.id = g;

SELECT CASE WHEN EXISTS (SELECT 1 FROM mv) THEN 1 ELSE (SELECT max(id) FROM items) END;

SELECT row_number() OVER (PARTITION BY (SELECT max(id) FROM customers)) FROM orders;

WITH RECURSIVE tree AS (SELECT id FROM orders WHERE id = 1 UNION SELECT i.id FROM items i JOIN tree t ON i.order_id = t.id) SELECT * FROM tree JOIN customers USING (id);

WITH orders AS (SELECT * FROM customers) SELECT * FROM orders;

WITH a AS (SELECT * FROM orders), b AS (SELECT * FROM a JOIN items USING (id)) SELECT * FROM b;

WITH orders AS (SELECT * FROM orders) SELECT * FROM orders;

WITH a AS (SELECT 1 AS id) SELECT * FROM public.orders;

SELECT * FROM vj WHERE id IN (SELECT id FROM vv) UNION SELECT id, 'x' FROM vmv;

SELECT * FROM orders WHERE id IN (SELECT order_id FROM items FOR UPDATE);

SELECT * FROM orders o JOIN customers c ON c.id = o.customer_id FOR NO KEY UPDATE OF o SKIP LOCKED;

SELECT * FROM orders o JOIN customers c ON c.id = o.customer_id FOR UPDATE OF o FOR SHARE OF c;

SELECT * FROM (SELECT * FROM vj) x FOR UPDATE;

SELECT * FROM (SELECT * FROM orders FOR UPDATE) x, items;

(SELECT id FROM orders ORDER BY id LIMIT 1) UNION ALL (SELECT id FROM items LIMIT 1);

UPDATE orders SET amount = amount + 1 WHERE id IN (SELECT order_id FROM items);

UPDATE orders o SET amount = c.id FROM customers c WHERE c.id = o.customer_id;

UPDATE orders SET amount = 1 WHERE id = (SELECT max(id) FROM vj);

UPDATE ONLY ev SET id = 1;

WITH x AS (SELECT id FROM customers LIMIT 5) UPDATE orders SET amount = 0 FROM x WHERE x.id = orders.customer_id;

WITH gone AS (DELETE FROM items WHERE id < 3 RETURNING id) INSERT INTO audit SELECT id, 'gone' FROM gone;

WITH moved AS (DELETE FROM audit RETURNING *) INSERT INTO audit SELECT * FROM moved;

DELETE FROM items USING orders o WHERE o.id = items.order_id AND o.amount > 1000;

DELETE FROM ev WHERE at BETWEEN 10 AND 19;

DELETE FROM ev WHERE at >= 10 AND at < 20 AND id IN (SELECT id FROM customers);

UPDATE ev SET cust = 5 WHERE at >= 20 AND at < 30;

DELETE FROM ev2;

DELETE FROM ONLY par;

DELETE FROM chi;

TRUNCATE audit;

INSERT INTO audit SELECT id, name FROM vj JOIN customers USING (name, id);

INSERT INTO audit (id) SELECT id FROM ev WHERE at < 5;

INSERT INTO audit VALUES ((SELECT max(id) FROM orders), 'm');

INSERT INTO audit TABLE audit;

INSERT INTO orders (id, amount) VALUES (300, 1);

INSERT INTO orders (id, customer_id) VALUES (300, 1), (301, NULL);

INSERT INTO orders VALUES (300, DEFAULT, 5);

INSERT INTO ev (id, at) VALUES (1, 22);

INSERT INTO ev (id) VALUES (1);

INSERT INTO items VALUES (300, 1, 1) RETURNING (SELECT max(id) FROM customers);

EXPLAIN (ANALYZE, COSTS off) SELECT * FROM vj;

EXPLAIN (VERBOSE) WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d;

EXPLAIN ANALYZE INSERT INTO audit SELECT id, 'x' FROM items;

PREPARE p1 AS SELECT * FROM orders;
EXPLAIN ANALYZE EXECUTE p1;

PREPARE p1 (int) AS INSERT INTO audit VALUES ($1, 'x');
EXECUTE p1 (5);

COPY (SELECT * FROM ev WHERE at = 5) TO '/dev/null';

COPY audit FROM PROGRAM 'echo 1,x' WITH (FORMAT csv);

COPY audit (id) TO '/dev/null';

COPY ev1 TO '/dev/null';

-- fails
COPY s TO '/dev/null';

-- fails
COPY vo FROM '/dev/null';

CALL pr();

VALUES (1, 2);

SELECT set_config('work_mem', '4MB', false);

ALTER TABLE orders RENAME TO sales;
SELECT * FROM vj;

ALTER TABLE orders RENAME TO sales;
CREATE TABLE orders (id int);
SELECT * FROM vo;

CREATE SCHEMA app;
CREATE TABLE app.orders (id int);
SET search_path = app, public;
SELECT * FROM orders JOIN vo USING (id);

CREATE SCHEMA app;
CREATE TABLE app.orders (id int);
SET search_path = app, public;
INSERT INTO vo VALUES (400, 4);

CREATE TEMP TABLE orders (id int);
SELECT * FROM orders;

CREATE TEMP TABLE orders (id int);
SELECT * FROM public.orders, orders o2;

CREATE TABLE "Weird Name" (id int);
SELECT * FROM "Weird Name", orders AS "Weird";
