#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# PostgreSQL, which refuses to be root: a cluster, a server with its processes
# and their shared memory, queries, concurrent clients, recovery after a kill.
PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
if [ "$(id -u)" = 0 ]; then
    # A chroot has no user namespaces.
    unshare -U --map-user 65534 --map-group 65534 true 2> err &&
        exec unshare -U --map-user 65534 --map-group 65534 bash "$0"
    chmod 777 .
    chmod a+rx ..
    exec setpriv --reuid 65534 --regid 65534 --clear-groups bash "$0"
fi
export PGHOST=$PWD PGUSER=me PGDATABASE=postgres PGTZ=UTC
psql() {
    command psql -X -q -A -t -v ON_ERROR_STOP=1 "$@"
}
initdb -D data -U me -A trust -N --locale=C.UTF-8 > log 2>&1
echo "initdb $?"
cat >> data/postgresql.conf <<CONF
listen_addresses = ''
unix_socket_directories = '$PWD'
fsync = off
log_line_prefix = ''
max_parallel_workers_per_gather = 2
min_parallel_table_scan_size = 0
parallel_setup_cost = 0
parallel_tuple_cost = 0
CONF
pg_ctl -D data -l log -w -t 120 start > /dev/null
echo "start $?"
psql <<'SQL'
create table t (id int primary key, name text, x float8, at timestamptz, doc jsonb);
insert into t select i, 'name' || i * 7919 % 20011, sqrt(i), timestamptz '2020-01-01 00:00Z' + i * interval '1 hour',
    jsonb_build_object('id', i, 'tags', array[i % 3, i % 7]) from generate_series(1, 20000) i;
create index on t (name);
create index on t using gin (doc);
analyze t;
select count(*), sum(id), round(sum(x)::numeric, 6), min(name), max(at) from t;
select id % 5 g, count(*), round(avg(x)::numeric, 9), string_agg(name, ',' order by id) filter (where id < 20) from t group by g order by g;
select count(*) from t where doc @> '{"tags": [2]}';
select a.id, b.id from t a join t b on a.id = b.id * 2 + 1 where a.name like 'name199%' order by 1 limit 5;
with recursive f(a, b) as (values (0::numeric, 1::numeric) union all select b, a + b from f where b < 1e40) select max(a) from f;
select id, rank() over (order by name desc), lag(id) over (order by id) from t order by 2 limit 3;
select 2::numeric ^ 200, 1e-310::float8, 'nan'::float8 = 'nan', 0.1::float8 + 0.2, md5('x'), sha256('x');
select to_tsvector('english', 'The quick brown foxes jumped') @@ to_tsquery('fox & jump');
select regexp_replace('a1b22c333', '([a-z])(\d+)', '\2\1', 'g'), upper('grüße'), 'ab' < 'B';
create function fact(n int) returns numeric language plpgsql as $$ begin
    if n < 2 then return 1; end if; return n * fact(n - 1); end $$;
select fact(40);
create function fails() returns text language plpgsql as $$ begin
    perform 1 / 0; exception when division_by_zero then return sqlerrm; end $$;
select fails();
begin; delete from t where id > 10; select count(*) from t; rollback;
set jit = on; set jit_above_cost = 0;
select sum(id * 2 + 1), count(*) filter (where x > 50) from t;
SQL
echo "psql $?"
psql -c 'select 1 / 0' 2>&1
echo "error $?"
psql -c 'create table counter (n int); insert into counter values (0)'
for i in {1..4}; do
    for _ in {1..25}; do
        echo 'update counter set n = n + 1;'
    done | psql &
    clients+=($!)
done
wait "${clients[@]}"
psql -c 'select n from counter'
pgbench -i -q -n > log.bench 2>&1
pgbench -c 4 -j 2 -t 20 -n 2>&1 | grep -E 'processed|failed'
psql -c 'select (select sum(abalance) from pgbench_accounts) = (select sum(bbalance) from pgbench_branches)'
pg_dump -t t | grep -v -e '^--' -e '^.restrict' -e '^.unrestrict' | sha256sum
kill -KILL "$(head -n 1 data/postmaster.pid)"
while kill -0 "$(head -n 1 data/postmaster.pid)" 2> /dev/null || pg_isready -q; do
    sleep 0.1
done
sleep 1
pg_ctl -D data -l log -w -t 120 start > /dev/null
echo "again $?"
psql -c 'select count(*) from t; select n from counter'
grep -c 'automatic recovery' log
pg_ctl -D data -m fast -w -t 120 stop > /dev/null
echo "stop $?"
