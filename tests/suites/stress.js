// SPDX-License-Identifier: LGPL-2.1-or-later
// For stress.sh: threads that make new functions, for as many seconds as the
// argument says, and call each until it is compiled and optimised, while
// garbage is collected.  Each answer must be the first one, the interpreter's.
"use strict";
const {Worker, isMainThread, parentPort, workerData} = require("worker_threads");

const bodies = [
    k => `let s = ${k}; for (let i = 0; i < n; i++) s = Math.imul(s, 31) + i | 0;
          return s;`,
    k => `let x = ${1 / (k + 2)}; for (let i = 0; i < n; i++) x = 3.9 * x * (1 - x);
          return x;`,
    k => `const a = []; for (let i = 0; i < n; i++) a.push({v: i ^ ${k}});
          return a.reduce((s, o) => s + o.v, 0);`,
    k => `let t = ""; for (let i = 0; i < n; i++) t += (i * ${k}).toString(36);
          return t.length + t.slice(-9);`,
    k => `const f = new Float64Array(n); for (let i = 0; i < n; i++)
          f[i] = Math.sqrt(i + ${k}); return f.sort()[n >> 1];`,
];

function work(seconds, seed) {
    const finish = Date.now() + seconds * 1000;
    let made = 0;
    do {
        const f = new Function("n", bodies[made % bodies.length](seed + made));
        const expected = f(500);
        for (let i = 0; i < 300; i++) {
            const is = f(500);
            if (is !== expected)
                throw new Error(`${f}: ${is}, at first ${expected}`);
        }
        made++;
    } while (Date.now() < finish);
    return made;
}

if (isMainThread) {
    let made = 0;
    for (let i = 1; i <= 3; i++) {
        const seconds = Number(process.argv[2]);
        const worker = new Worker(__filename,
                                  {workerData: {seconds, seed: i * 1000000}});
        worker.on("message", n => { made += n; });
        worker.on("error", e => { console.log(e.message); process.exit(1); });
    }
    process.on("exit", () => console.log(`${made} functions`));
} else {
    parentPort.postMessage(work(workerData.seconds, workerData.seed));
}
