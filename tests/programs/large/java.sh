#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Java: javac, compiled and recompiled methods, threads and virtual threads,
# collectors, exceptions that begin as SIGSEGV, sockets and children.
PATH=$(echo /usr/lib/jvm/java-21-openjdk-*/bin):$PATH
cat > Main.java <<'JAVA'
import java.io.*;
import java.math.BigInteger;
import java.net.*;
import java.nio.file.*;
import java.security.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.stream.*;

public class Main {
    record Point(int x, double y) {}

    sealed interface Shape permits Square, Circle {}
    record Square(double side) implements Shape {}
    record Circle(double radius) implements Shape {}

    static double area(Shape s) {
        return switch (s) {
            case Square q -> q.side() * q.side();
            case Circle c -> Math.PI * c.radius() * c.radius();
        };
    }

    static String mix(int n) {
        int h = 17;
        long l = 1;
        double f = 0;
        for (int i = 0; i < n; i++) {
            h = Integer.rotateLeft(h, 5) ^ i * 31;
            l = l * 6364136223846793005L + (h >>> 3);
            f += Math.sqrt(i) / (1 + (h & 7));
        }
        return h + " " + l + " " + f;
    }

    static int length(String s) {
        return s.length();
    }

    static int deep(int n) {
        return n == 0 ? 0 : 1 + deep(n - 1);
    }

    static int endless(int n) {
        return endless(n + 1) + 1;
    }

    static <T extends Throwable> String thrown(Class<T> kind, Runnable r) {
        try {
            r.run();
        } catch (Throwable t) {
            return kind.isInstance(t) ? kind.getSimpleName() : t.toString();
        }
        return "nothing";
    }

    public static void main(String[] args) throws Exception {
        for (int i = 0; i < 20; i++)
            mix(50000);
        System.out.println(mix(2000000));
        double sum = 0;
        for (int i = 0; i < 200000; i++)
            sum += area(i % 3 == 0 ? new Square(i) : new Circle(i));
        System.out.println(sum + " " + (float) 1 / 3 + " " + (int) Double.NaN + " " + (long) 1e30 + " " + -7 / 2 + " " + -7 % 3
            + " " + Math.floorMod(-7, 3) + " " + Double.MIN_VALUE + " " + Math.fma(1.1, 1.1, -1.21) + " " + (1 << 33));
        System.out.println(new BigInteger("3").pow(500).mod(new BigInteger("1000000007")) + " " + StrictMath.sin(1e6));

        // Found by a fault once the method is compiled.
        int nulls = 0;
        for (int i = 0; i < 60000; i++) {
            try {
                length(i % 20000 == 19999 ? null : "abc");
            } catch (NullPointerException e) {
                nulls++;
            }
        }
        int[] array = new int[10];
        System.out.println(nulls + " " + thrown(ArrayIndexOutOfBoundsException.class, () -> array[10]++)
            + " " + thrown(ArithmeticException.class, () -> array[0] /= array[1])
            + " " + thrown(ClassCastException.class, () -> ((Object) "x").equals((Integer) (Object) "y"))
            + " " + thrown(StackOverflowError.class, () -> endless(0))
            + " " + thrown(OutOfMemoryError.class, () -> new ArrayList<>(Stream.generate(() -> new long[1 << 20]).toList()))
            + " " + deep(3000));

        Map<Integer, Point> points = new HashMap<>();
        for (int round = 0; round < 20; round++)
            for (int i = 0; i < 20000; i++)
                points.put(i, new Point(i, i * 0.5 + round));
        System.gc();
        System.out.println(points.size() + " " + points.get(777));
        System.out.println(IntStream.range(0, 300000).parallel().mapToLong(i -> (long) i * i % 7).sum() + " "
            + Stream.of("the quick brown fox".split(" ")).sorted(Comparator.comparing(String::length).thenComparing(s -> s)).toList()
            + " " + "a1b22c333".replaceAll("(\\w)(\\d+)", "$2$1") + " " + "Grüße".toUpperCase());

        ExecutorService pool = Executors.newFixedThreadPool(8);
        AtomicLong total = new AtomicLong();
        int[] plain = {0};
        List<Future<Integer>> futures = new ArrayList<>();
        CyclicBarrier barrier = new CyclicBarrier(8);
        for (int t = 0; t < 8; t++) {
            int id = t;
            futures.add(pool.submit(() -> {
                barrier.await();
                for (int i = 0; i < 20000; i++) {
                    total.addAndGet(i * id);
                    synchronized (plain) {
                        plain[0]++;
                    }
                }
                return id;
            }));
        }
        int ids = 0;
        for (Future<Integer> f : futures)
            ids += f.get();
        pool.shutdown();
        System.out.println(total + " " + plain[0] + " " + ids);
        try (var virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                int n = i;
                all.add(virtual.submit(() -> { Thread.sleep(n % 10); return n; }));
            }
            int s = 0;
            for (var f : all)
                s += f.get();
            System.out.println(s);
        }
        Thread spin = new Thread(() -> { while (!Thread.interrupted()) { } });
        spin.start();
        for (int i = 0; i < 5; i++)
            System.gc();
        spin.interrupt();
        spin.join();
        var queue = new ArrayBlockingQueue<Integer>(4);
        Thread producer = new Thread(() -> { try { for (int i = 1; i <= 1000; i++) queue.put(i); } catch (InterruptedException e) { } });
        producer.start();
        int s = 0;
        for (int i = 0; i < 1000; i++)
            s += queue.take();
        System.out.println(s);

        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        System.out.println(HexFormat.of().formatHex(digest.digest("java".repeat(10000).getBytes())));
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(args.length == 0 ? new byte[] {1} : args[0].getBytes());
        byte[] signed = signature.sign();
        signature.initVerify(pair.getPublic());
        signature.update(new byte[] {1});
        System.out.println(signature.verify(signed));
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket c = server.accept()) {
                    c.getInputStream().transferTo(c.getOutputStream());
                } catch (IOException e) {
                    System.out.println(e);
                }
            });
            try (Socket c = new Socket(server.getInetAddress(), server.getLocalPort())) {
                c.getOutputStream().write(new byte[40000]);
                c.shutdownOutput();
                System.out.println(c.getInputStream().readAllBytes().length);
            }
        }
        Process p = new ProcessBuilder("sh", "-c", "tr a-z A-Z; exit 3").redirectErrorStream(true).start();
        try (Writer w = p.outputWriter()) {
            w.write("to a child");
        }
        System.out.println(new String(p.getInputStream().readAllBytes()) + " " + p.waitFor());
        Files.writeString(Path.of("file"), "text");
        System.out.println(Files.size(Path.of("file")) + " " + Runtime.version().feature());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("shutdown")));
        System.exit(6);
    }
}
JAVA
javac -Xlint Main.java
echo "javac $?"
run() {
    java -Xmx128m "$@" Main > out 2> err
    echo "$* status $?"
    if [ -e first ]; then
        cmp first out
    else
        tee first < out
    fi
}
run
run -Xint
run -Xcomp -XX:TieredStopAtLevel=1
run -XX:-TieredCompilation
for gc in Serial Parallel Z Shenandoah; do
    run -XX:+Use${gc}GC
done
run -XX:ReservedCodeCacheSize=5m
jar cfe main.jar Main ./*.class && java -Xmx128m -jar main.jar | tail -n 1
echo 'class Bad { int x = "text"; }' > Bad.java
javac Bad.java 2>&1
echo "bad $?"
