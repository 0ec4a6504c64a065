#!/usr/bin/node
// SPDX-License-Identifier: LGPL-2.1-or-later
// Node: compiled loops and their deoptimisation, WebAssembly, worker threads on
// shared memory, the collector, crypto, sockets and children.
"use strict";
const assert = require("assert");
const { spawnSync, execFileSync } = require("child_process");
const crypto = require("crypto");
const fs = require("fs");
const http = require("http");
const { Worker, isMainThread, workerData, parentPort } = require("worker_threads");
const zlib = require("zlib");

function mix(n) {
    let h = 2166136261, f = 0;
    for (let i = 0; i < n; i++) {
        h = Math.imul(h ^ (i & 255), 16777619) >>> 0;
        f += Math.sqrt(i) / (1 + (h & 7));
    }
    return [h, f.toFixed(6)];
}

if (!isMainThread) {
    const words = new Int32Array(workerData.shared);
    for (let i = 0; i < 20000; i++)
        Atomics.add(words, 0, 1);
    Atomics.add(words, 1, 1);
    Atomics.notify(words, 1);
    parentPort.postMessage([workerData.id, mix(100000 + workerData.id)]);
    return;
}

console.log(process.version, mix(3000000));

// Compiled for small integers, then given everything else.
function add(a, b) { return a + b; }
let sum = 0;
for (let i = 0; i < 200000; i++)
    sum = add(sum, i) | 0;
console.log(sum, add(1.5, 2.25), add("a", 1), add(2n ** 70n, 1n), add(0x7fffffff, 1));
class P { constructor(x) { this.x = x; } get() { return this.x; } }
class Q extends P { get() { return super.get() * 2; } }
let total = 0;
for (let i = 0; i < 100000; i++)
    total += (i % 1000 ? new P(i) : new Q(i)).get();
console.log(total);
const typed = new Float64Array(10000).map((_, i) => Math.sin(i));
console.log(typed.sort().slice(0, 3), new Int16Array([70000, -1, 1e9]));
console.log(2n ** 521n - 1n, 0.1 + 0.2, (1e21).toString(), (-7) % 3, NaN === NaN, 5e-324 / 2);
console.log("The Quick\u00e9".replace(/(\p{Lu})(\w*)/gu, "<$2$1>"), "x".repeat(18).match(/(x+x+)+y/) === null);
console.log([..."a1b22c333".matchAll(/[a-c](\d+)/g)].map(m => m[1]));
console.log(JSON.stringify(JSON.parse('{"a":[1,2.5,null,{"b":"\\u00e9"}],"c":true}')));
console.log(Intl.NumberFormat("en").format(1234567.891), new Date(0).toISOString());
function deep(n) { return n ? 1 + deep(n - 1) : 0; }
console.log(deep(5000));
assert.throws(function endless() { return endless() + 1; }, RangeError);
let kept = [];
for (let i = 0; i < 300000; i++) {
    const o = { i, s: "v" + i, a: [i] };
    if (i % 100 === 0)
        kept.push(new WeakRef(o), o);
}
console.log(kept.length, kept[kept.length - 1].s);
function* count(n) { for (let i = 0; i < n; i++) yield i; }
console.log([...count(1000)].reduce((a, b) => a + b));
console.log(new Function("a", "b", "return a ** b")(3, 7), eval("1 + 1"));

// (func (export "f") (param i32) (result i32): sum of i * i below the argument.
const wasm = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 127,
    3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 40, 1, 38, 1, 2, 127, 2, 64, 3, 64,
    32, 1, 32, 0, 79, 13, 1, 32, 2, 32, 1, 32, 1, 108, 106, 33, 2,
    32, 1, 65, 1, 106, 33, 1, 12, 0, 11, 11, 32, 2, 11]);
console.log(new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports.f(100000));

const data = Buffer.from(Array.from({ length: 100000 }, (_, i) => (i * i) >> 3 & 255));
for (const hash of ["md5", "sha1", "sha256", "sha512", "sha3-256"])
    console.log(hash, crypto.createHash(hash).update(data).digest("hex"));
const cipher = crypto.createCipheriv("aes-256-gcm", Buffer.alloc(32, 1), Buffer.alloc(12, 2));
console.log(crypto.createHash("md5").update(cipher.update(data)).update(cipher.final()).update(cipher.getAuthTag()).digest("hex"));
console.log(crypto.pbkdf2Sync("secret", "salt", 1000, 16, "sha256").toString("hex"));
const { publicKey, privateKey } = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });
console.log(crypto.verify("sha256", data, publicKey, crypto.sign("sha256", data, privateKey)));
console.log(zlib.gunzipSync(zlib.gzipSync(data)).equals(data), zlib.brotliDecompressSync(zlib.brotliCompressSync(data.subarray(0, 10000))).length);

const child = spawnSync("sh", ["-c", "cat | wc -c; echo bad >&2; exit 3"], { input: data });
console.log(child.stdout.toString().trim(), child.stderr.toString(), child.status);
console.log(spawnSync("sh", ["-c", "kill -TERM $$"]).signal, spawnSync("./none").error.code);
console.log(execFileSync(process.execPath, ["-p", "process.argv.length"]).toString());
fs.writeFileSync("file", data);
console.log(fs.statSync("file").size, fs.readdirSync("."));

async function workers() {
    const shared = new SharedArrayBuffer(8), words = new Int32Array(shared);
    const answers = await Promise.all([0, 1, 2, 3].map(id => new Promise((resolve, reject) => {
        const w = new Worker(__filename, { workerData: { id, shared } });
        w.on("message", resolve);
        w.on("error", reject);
    })));
    console.log(answers, words[0], words[1]);
    console.log(Atomics.wait(words, 0, words[0], 10), Atomics.wait(words, 0, -1));
}

async function serve() {
    const server = http.createServer((request, response) => {
        let size = 0;
        request.on("data", d => { size += d.length; });
        request.on("end", () => response.end(`${request.method} ${request.url} ${size}`));
    });
    await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${server.address().port}`;
    const answers = await Promise.all([1, 2, 3, 4, 5].map(i =>
        fetch(`${url}/${i}`, { method: "POST", body: data }).then(r => r.text())));
    console.log(answers);
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
}

async function main() {
    await workers();
    await serve();
    console.log((await fs.promises.readFile("file")).equals(data));
    await new Promise(resolve => {
        const alive = setInterval(() => {}, 1000);
        process.once("SIGUSR2", () => resolve(clearInterval(alive)));
        process.kill(process.pid, "SIGUSR2");
    });
    await new Promise(resolve => setTimeout(resolve, 20));
    console.log("done");
    process.exitCode = 5;
}

main();
