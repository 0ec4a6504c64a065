#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Redis: a server with its threads and its child that saves, many clients at
# once, scripts, and what is left after a restart.
serve() {
    redis-server --port 0 --unixsocket "$PWD/socket" --dir "$PWD" "$@" > log 2>&1 &
    for _ in {1..300}; do
        [ "$(cli ping 2> /dev/null)" != PONG ] || return 0
        sleep 0.1
    done
    cat log
}
cli() {
    redis-cli -s socket "$@"
}
serve
cli set key value
cli append key "$(printf 'x%.0s' {1..5000})"
cli getrange key 0 10
cli --pipe < <(seq 1 20000 | awk '{ printf "SET k%d %d\r\nZADD scores %d m%d\r\n", $1, $1 * $1, $1 * 7919 % 20011, $1 }') |
    tail -n 1
cli << 'COMMANDS'
dbsize
zrange scores 0 4 withscores
mget k1 k777 none k20000
hset hash a 1 b 2.5
hincrbyfloat hash b 0.25
lpush list a b c
lrange list 0 -1
sadd set a b c
sinter set set
pfadd log a b c d e
pfcount log
geoadd places 13.361389 38.115556 Palermo 15.087269 37.502669 Catania
geodist places Palermo Catania km
xadd stream 1-1 field value
xrange stream - +
setbit bits 100 1
bitcount bits
COMMANDS
cli eval 'local s = 0 for i = 1, 100000 do s = s + i % 7 end return {s, ARGV[1], redis.call("get", KEYS[1])}' 1 k9 arg
cli incr hash
for i in {1..8}; do
    for _ in {1..40}; do
        echo incr counter
    done | cli > /dev/null &
    clients+=($!)
done
wait "${clients[@]}"
cli get counter
cli blpop waiting 20 > popped &
sleep 0.2
cli rpush waiting element
wait $!
cat popped
redis-benchmark -s socket -q -n 2000 -c 20 -P 4 -t set,get,lpush > bench
echo "benchmark $?"
cli bgsave
until [ "$(cli lastsave)" != 0 ] && cli info persistence | grep -q rdb_bgsave_in_progress:0; do
    sleep 0.1
done
cli info persistence | grep -a rdb_last_bgsave_status
cli config set appendonly yes
cli set late 1
until cli info persistence | grep -q aof_rewrite_in_progress:0; do
    sleep 0.1
done
cli shutdown
wait
redis-check-rdb dump.rdb | grep -c 'RDB looks OK'
serve --appendonly yes --io-threads 2
cli get k777
cli get late
cli zcard scores
cli shutdown nosave
wait
echo "status $?"
