#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A database on disk: transactions, indexes, floating point, recovery.
sqlite3 db <<'S'
create table t (id integer primary key, name text, x real);
with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)
insert into t select i, printf('name%05d', (i * 7919) % 20011), i / 3.0 from n;
create index byname on t (name);
select count(*), sum(id), round(sum(x), 6), min(name), max(name) from t;
explain query plan select * from t where name = 'name00017';
select * from t where name between 'name00017' and 'name00021';
select id % 5 as g, count(*), avg(x), group_concat(id) filter (where id < 20) from t group by g order by g;
begin; delete from t where id > 100; select count(*) from t; rollback;
select count(*) from t;
select hex(zeroblob(4)), quote(1e100), 0.1 + 0.2, 9223372036854775807 + 1, abs(-5), upper('x');
select json_extract('{"a":[1,2,{"b":3}]}', '$.a[2].b'), strftime('%Y-%m-%d', 0, 'unixepoch');
select id, rank() over (order by name desc) as r from t order by r limit 3;
pragma journal_mode = wal;
update t set x = x * 2 where id % 2;
pragma integrity_check;
S
echo "status $?"
sqlite3 db 'vacuum; select round(sum(x), 6) from t'
sqlite3 db 'create table u as select id, name from t' '.dump u' | sha256sum
sqlite3 db 'select * from nothing' 2>&1
echo "status $?"
