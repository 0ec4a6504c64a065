#!/usr/bin/luajit
-- SPDX-License-Identifier: LGPL-2.1-or-later
-- LuaJIT: traces and their exits, the FFI with callbacks, coroutines, and code
-- that is thrown away and compiled again.
local bit, ffi, jit = require("bit"), require("ffi"), require("jit")

local function mix(n)
    local h, f = 5381, 0
    for i = 1, n do
        h = bit.bxor(bit.rol(h, 5), i)
        f = f + math.sqrt(i) / (1 + bit.band(h, 7))
    end
    return h, string.format("%.6f", f)
end
print(mix(3000000))
local function fib(n)
    return n < 2 and n or fib(n - 1) + fib(n - 2)
end
print(fib(27))
-- A trace for numbers that meets strings, negative zero and NaN.
local values = {1, 2.5, "3", -1 / math.huge, 0 / 0, 2 ^ 53}
local n, s = 0, 0
for i = 1, 200000 do
    local v = values[i % 97 == 0 and i % 6 + 1 or 1]
    if v == v then
        s = s + v
    else
        n = n + 1
    end
end
print(s, n, 1 / values[4])
local t = {}
for i = 1, 50000 do
    t[i] = {key = "k" .. i * 7919 % 50021, value = i}
end
table.sort(t, function(a, b) return a.key < b.key end)
print(t[1].key, t[50000].key)
local words = {}
for w in (("the quick brown fox "):rep(2000)):gmatch("%a+") do
    words[w] = (words[w] or 0) + 1
end
print(words.the, words.fox, ("x=1,y=2"):gsub("(%w)=(%w)", "%2=%1"))

ffi.cdef [[
typedef struct { double x, y; int32_t id; uint8_t tag[4]; } point;
void qsort(void *, size_t, size_t, int (*)(const point *, const point *));
int snprintf(char *, size_t, const char *, ...);
double hypot(double, double);
int getpid(void);
]]
local points = ffi.new("point[?]", 500)
for i = 0, 499 do
    points[i].x, points[i].y, points[i].id = i * 7919 % 503, -i / 3, i
    points[i].tag[i % 4] = i
end
local compare = ffi.cast("int (*)(const point *, const point *)",
    function(a, b) return a.x < b.x and -1 or a.x > b.x and 1 or 0 end)
ffi.C.qsort(points, 500, ffi.sizeof("point"), compare)
compare:free()
local sum = 0
for i = 0, 499 do
    sum = sum + points[i].x * i + points[i].tag[points[i].id % 4]
end
print(sum, points[0].id, ffi.sizeof("point"), ffi.C.hypot(3, 4), ffi.C.getpid() > 1)
local buffer = ffi.new("char[100]")
ffi.C.snprintf(buffer, 100, "%s %d %.3f %lld", "text", ffi.new("int", -5), 2.5, 2LL ^ 62)
print(ffi.string(buffer), 2ULL ^ 64 - 1, -7LL / 2, bit.tohex(-2LL))
local vector = ffi.new("int64_t[1000]")
for r = 1, 200 do
    for i = 0, 999 do
        vector[i] = vector[i] * 3 + i
    end
end
print(vector[999], vector[0])

local generator = coroutine.wrap(function()
    for i = 1, 20000 do
        coroutine.yield(i)
    end
end)
local total = 0
for i = 1, 20000 do
    total = total + generator()
end
print(total)
print(pcall(error, {code = 1}), select(2, pcall(function() local x; return x.y end)))
print(pcall(function() local function deep(i) return 1 + deep(i) end return deep(1) end))
-- Ever new code, until the collector and the code cache have had enough.
local all = 0
for i = 1, 1500 do
    local f = loadstring("local s = 0 for i = 1, 200 do s = s + i * " .. i .. " % 7 end return s")
    all = all + f()
    if i % 500 == 0 then
        jit.flush()
        collectgarbage()
    end
end
print(all)
local data = {}
for i = 1, 200000 do
    data[i % 1000] = {i, tostring(i)}
end
print(#data, data[7][2])
os.exit(3)
