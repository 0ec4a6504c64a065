#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A web server with worker processes behind another one, and curl.
mkdir -p www temp
seq 1 100000 > www/numbers
echo '<p>index</p>' > www/index.html
cat > conf <<CONF
worker_processes 2;
pid $PWD/pid;
error_log $PWD/error.log;
events { worker_connections 64; }
http {
    access_log $PWD/access.log;
    client_body_temp_path $PWD/temp;
    proxy_temp_path $PWD/temp/proxy;
    fastcgi_temp_path $PWD/temp/fastcgi;
    uwsgi_temp_path $PWD/temp/uwsgi;
    scgi_temp_path $PWD/temp/scgi;
    sendfile on;
    gzip on;
    gzip_types *;
    server {
        listen unix:$PWD/back;
        root $PWD/www;
        location /say { return 200 "\$request_method \$args\n"; }
    }
    server {
        listen unix:$PWD/front;
        location / { proxy_pass http://unix:$PWD/back; }
        location /gone { return 410; }
    }
}
CONF
# Root's workers would lose their privileges to an account of the real system.
[ "$(id -u)" != 0 ] || sed -i '1i user root;' conf
nginx -t -q -c "$PWD/conf" -e "$PWD/error.log"
echo "test $?"
nginx -c "$PWD/conf" -e "$PWD/error.log"
echo "start $?"
get() {
    curl -sS --max-time 60 --unix-socket "$@"
}
get front http://localhost/
get back http://localhost/numbers | sha256sum
get front http://localhost/numbers | sha256sum
get front --compressed http://localhost/numbers | sha256sum
get back -r 100-119 http://localhost/numbers
get front -o /dev/null -w '%{http_code} %{size_download} %{content_type}\n' http://localhost/numbers
get front "http://localhost/say?a=1&b=2" -d @www/numbers
get front -o /dev/null -w '%{http_code}\n' http://localhost/none http://localhost/gone -o /dev/null
for i in {1..10}; do
    get front http://localhost/numbers | md5sum &
done | uniq -c
wait
get front -Z --parallel-max 8 -o '#1' 'http://localhost/numbers?[1-20]' -w '%{http_code}\n' | sort | uniq -c
nginx -c "$PWD/conf" -e "$PWD/error.log" -s reload
get front http://localhost/ --retry 5 --retry-all-errors
grep -c "GET /numbers?" access.log
nginx -c "$PWD/conf" -e "$PWD/error.log" -s quit
for _ in {1..300}; do
    [ -e pid ] || break
    sleep 0.1
done
[ ! -e pid ] && echo stopped
grep -c -E 'alert|crit|emerg' error.log
