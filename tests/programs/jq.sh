#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# jq: numbers, strings, recursion, big documents.
jq -n '[range(20000) | {id: ., name: "n\(. * 7919 % 20011)", x: (. / 3), tags: [., . % 7]}]' > big
jq -c 'group_by(.id % 5) | map({n: length, s: (map(.x) | add), m: (max_by(.name) | .name)})' big
jq 'map(select(.tags[1] == 3)) | length, (.[10] | tojson), (map(.id) | add)' big
jq -c '[.[] | .name | select(test("^n1.*9$"))] | sort | .[:5], length' big
jq -c 'sort_by(.name, .id) | .[0], .[-1]' big
jq -S . big | sha256sum
jq -nc '[1, 1.5, 1e1000, -0, 0.1 + 0.2, 9007199254740993, (10 | sqrt), (2 | pow(.; 0.5)), nan < 1]'
jq -nc '[("a,b" / ","), ("Grüße" | ascii_upcase, explode, @base64, @uri), ("x" * 3), ({} * {a: 1})]'
jq -nc 'def f: if . < 2 then . else (. - 1 | f) + (. - 2 | f) end; 17 | f'
jq -nc 'reduce range(100000) as $i (0; . + $i), [limit(5; repeat(1))], ([paths] | length)'
jq -nc '0 | todate, ("2015-03-05T23:51:47Z" | fromdate), (1425599621 | gmtime | strftime("%A, %B %d, %Y"))'
jq -nc '"test 12 abc 345" | [match("\\d+"; "g").string], gsub("(?<d>\\d)"; "<\(.d)>")'
jq -c 'paths(type == "number")' <<< '{"a":[1,{"b":2}]}'
jq . <<< '{"a":' > /dev/null 2>&1
echo "status $?"
jq -e .a <<< '{"a":false}'
echo "status $?"
yes '{"a":[1,2,{"b":null}]}' | head -n 5000 | jq -c --stream . | sha256sum
