#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Rust: its compiler, which is LLVM and many threads, and what it makes: threads,
# channels, panics that unwind, overflow that is found.
cat > prog.rs <<'RS'
use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{mpsc, Arc, Barrier, Condvar, Mutex, RwLock};
use std::thread;

trait Shape {
    fn area(&self) -> f64;
}
struct Square(f64);
struct Circle(f64);
impl Shape for Square {
    fn area(&self) -> f64 {
        self.0 * self.0
    }
}
impl Shape for Circle {
    fn area(&self) -> f64 {
        std::f64::consts::PI * self.0.powi(2)
    }
}

fn main() {
    let shapes: Vec<Box<dyn Shape>> = (1..100)
        .map(|i| -> Box<dyn Shape> {
            if i % 2 == 0 {
                Box::new(Square(i as f64))
            } else {
                Box::new(Circle(i as f64))
            }
        })
        .collect();
    println!("{:.6}", shapes.iter().map(|s| s.area()).sum::<f64>());

    let total = Arc::new(AtomicU64::new(0));
    let map = Arc::new(Mutex::new(BTreeMap::new()));
    let seen = Arc::new(RwLock::new(0u64));
    let barrier = Arc::new(Barrier::new(8));
    let threads: Vec<_> = (0..8u64)
        .map(|id| {
            let (total, map, seen, barrier) = (total.clone(), map.clone(), seen.clone(), barrier.clone());
            thread::spawn(move || {
                for i in 0..5000u64 {
                    total.fetch_add(i * id, Ordering::Relaxed);
                    if i % 50 == 0 {
                        *map.lock().unwrap().entry(i % 7).or_insert(0u64) += id;
                        *seen.write().unwrap() += 1;
                    }
                }
                barrier.wait();
                *seen.read().unwrap()
            })
        })
        .collect();
    let results: Vec<u64> = threads.into_iter().map(|t| t.join().unwrap()).collect();
    println!("{} {:?} {:?}", total.load(Ordering::SeqCst), map.lock().unwrap(), results);

    let (sender, receiver) = mpsc::sync_channel(4);
    for id in 0..4 {
        let sender = sender.clone();
        thread::spawn(move || (0..250).for_each(|i| sender.send(id * 1000 + i).unwrap()));
    }
    drop(sender);
    println!("{}", receiver.iter().sum::<i64>());
    let pair = Arc::new((Mutex::new(false), Condvar::new()));
    let other = pair.clone();
    let waker = thread::spawn(move || {
        *other.0.lock().unwrap() = true;
        other.1.notify_one();
    });
    let mut ready = pair.0.lock().unwrap();
    while !*ready {
        ready = pair.1.wait(ready).unwrap();
    }
    waker.join().unwrap();

    std::panic::set_hook(Box::new(|_| {}));
    println!("{:?}", thread::spawn(|| -> i32 { panic!("in a thread") }).join().unwrap_err().downcast_ref::<&str>());
    let zero = results.len() - 8;
    println!("{}", std::panic::catch_unwind(|| [1, 2, 3][zero + 5]).is_err());
    println!("{}", std::panic::catch_unwind(|| 7 / zero).is_err());
    println!("{:?} {} {}", 200u8.checked_add(100), 200u8.wrapping_add(100), 200u8.saturating_add(100));
    println!("{:?} {} {:e}", 0.1f32 + 0.2f32, f64::MAX as i32, 1e-310);
    println!("{}", u128::MAX / 12345678901234567890123u128);
    let text = "the quick brown fox jumps over the lazy dog ".repeat(1000);
    let mut words: HashMap<&str, usize> = HashMap::new();
    text.split_whitespace().for_each(|w| *words.entry(w).or_default() += 1);
    let mut words: Vec<_> = words.into_iter().collect();
    words.sort();
    println!("{:?}", words);
    println!("{:?}", "Grüße".to_uppercase().chars().rev().collect::<String>());

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn(move || {
        let mut got = Vec::new();
        listener.accept().unwrap().0.read_to_end(&mut got).unwrap();
        got.len()
    });
    TcpStream::connect(address).unwrap().write_all(&[7; 100000]).unwrap();
    println!("{}", server.join().unwrap());
    let mut child = Command::new("tr").args(["a-z", "A-Z"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"to a child").unwrap();
    println!("{}", String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap());
    println!("{:?}", Command::new("./none").spawn().map(|_| ()).map_err(|e| e.kind()));
    if std::env::args().len() > 1 {
        fn endless(n: u64) -> u64 {
            std::hint::black_box([n; 100])[(n % 100) as usize] + endless(n + 1) + 1
        }
        println!("{}", endless(0));
    }
    std::process::exit(9);
}
RS
for options in "-C opt-level=0" "-C opt-level=3 -C codegen-units=4"; do
    # shellcheck disable=SC2086
    rustc --edition 2021 $options prog.rs 2>&1
    echo "rustc $?"
    ./prog
    echo "status $?"
done
./prog overflow > /dev/null 2> err
echo "overflow $? $(grep -c 'has overflowed its stack' err)"
rustc --test -o tests - <<'RS'
#[test]
fn fine() {
    assert_eq!(1 + 1, 2);
}
#[test]
#[should_panic]
fn panics() {
    None::<i32>.unwrap();
}
RS
./tests --test-threads 1 | sed 's/finished in .*//'
echo 'fn main() { let x: i32 = "text"; }' | rustc - 2>&1 | head -n 3
