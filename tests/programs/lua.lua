#!/usr/bin/lua5.4
-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Lua: closures, coroutines, strings, numbers, children.
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print(fib(22))
local t = {}
for i = 1, 20000 do t[i] = (i * 7919) % 10007 end
table.sort(t)
print(t[1], t[10000], t[#t], #t)
local co = coroutine.wrap(function() for i = 1, 5 do coroutine.yield(i * i) end end)
print(co(), co(), co())
print(string.format("%5.2f %d %x %q %s", math.pi, 42, 255, "a\nb", {} ~= nil))
print(("hello world"):gsub("o", "0"), ("key = value"):match("(%w+)%s*=%s*(%w+)"))
print(7 // 2, -7 // 2, 7 % -3, 7 / 2, 1 << 62, math.maxinteger + 1 == math.mininteger)
print(pcall(error, { code = 1 }), select(2, pcall(function() local x = nil; return x.y end)))
print(string.pack("<i4d", 7, 1.5):byte(1, -1))
local s = 0
for i = 1, 300000 do s = s + math.sin(i) * i end
print(string.format("%.9f", s))
local m = setmetatable({}, { __index = function(_, k) return k * 2 end, __call = function(_, a) return a + 1 end })
print(m[21], m(1))
local parts = {}
for i = 1, 3000 do parts[#parts + 1] = tostring(i * 0.5) end
print(#table.concat(parts, ","))
collectgarbage()
local p = io.popen("echo from a child; exit 4")
print(p:read("a"), p:close())
print(os.execute("exit 3"))
print(os.date("!%Y-%m-%d", 0), os.getenv("NO_SUCH_VARIABLE"))
os.exit(8)
