-- SPDX-License-Identifier: LGPL-2.1-or-later
-- For stress.sh: functions that LuaJIT compiles again and again, for as many
-- seconds as the argument says.  Each answer must be the interpreter's.

local function sieve()
    local composite, n = {}, 0
    for i = 2, 5000 do
        if not composite[i] then
            n = n + i
            for j = i * i, 5000, i do composite[j] = true end
        end
    end
    return n
end

local function floats()
    local x, y = 0.5, 0
    for i = 1, 20000 do
        x = 3.9 * x * (1 - x)
        y = y + math.sqrt(x) / i
    end
    return y
end

local function bits()
    local bit, h = require "bit", 0x811c9dc5
    for i = 1, 20000 do
        h = bit.bxor(bit.rol(h, 7), bit.band(i * 40503, 0xffff))
    end
    return h
end

local function strings()
    local parts = {}
    for i = 1, 2000 do
        parts[#parts + 1] = ("%d:%s"):format(i, ("x"):rep(i % 7))
    end
    local text = table.concat(parts, ",")
    return #text .. text:sub(-20) .. select(2, text:gsub("7", "8"))
end

local function closures()
    local function counter(step)
        local n = 0
        return function() n = n + step; return n end
    end
    local sum = 0
    for i = 1, 300 do
        local next = counter(i)
        for _ = 1, 20 do sum = sum + next() end
    end
    return sum
end

local work = {sieve, floats, bits, strings, closures}
local expected, rounds = {}, 0
local finish = os.time() + tonumber(arg[1])

jit.off()
for i, f in ipairs(work) do expected[i] = f() end
jit.on()
repeat
    jit.flush()
    for i, f in ipairs(work) do
        local is = f()
        if is ~= expected[i] then
            print("function", i, "compiled", is, "interpreted", expected[i])
            os.exit(1)
        end
    end
    rounds = rounds + 1
until os.time() >= finish
print(rounds .. " rounds")
