#!/usr/bin/php8.4
<?php
// SPDX-License-Identifier: LGPL-2.1-or-later
// PHP: arithmetic, arrays, expressions (which it compiles), generators, children.
declare(strict_types=1);
echo PHP_INT_MAX + 1, " ", intdiv(-7, 2), " ", -7 % 3, " ", 0.1 + 0.2, " ", 1e100, " ", fdiv(1, 0), " ", 7 <=> 8, "\n";
$a = [];
for ($i = 0; $i < 100000; $i++)
    $a["k" . $i * 7919 % 100003] = $i;
ksort($a);
echo count($a), " ", array_key_first($a), " ", array_sum($a), " ", md5(serialize(array_slice($a, 0, 5000))), "\n";
$b = array_values(array_slice($a, 0, 3000));
usort($b, fn($x, $y) => [$x % 1000, $x] <=> [$y % 1000, $y]);
echo implode(",", array_slice($b, 0, 9)), "\n";
function fib(int $n): int { return $n < 2 ? $n : fib($n - 1) + fib($n - 2); }
echo fib(23), "\n";
$text = implode(" ", array_map(fn($i) => "w$i=" . hash("sha256", (string)$i), range(1, 2000)));
echo preg_match_all('/([a-f])\1(?=\d)/', $text), " ", crc32($text), " ", strlen(preg_replace_callback('/\d+/', fn($m) => dechex((int)substr($m[0], 0, 9)), $text)), "\n";
foreach (["crc32b", "sha1", "sha512", "sha3-256", "xxh3", "whirlpool", "murmur3f"] as $h)
    echo $h, " ", hash($h, $text), "\n";
echo json_encode(json_decode('{"a":[1,2.5,null,{"b":"\u00e9"}],"c":true}', true)), "\n";
function numbers() { for ($i = 0; $i < 1000; $i++) $got = yield $i => $i * 2; return "end"; }
$sum = 0;
foreach ($g = numbers() as $k => $v)
    $sum += $k * $v;
echo $sum, " ", $g->getReturn(), "\n";
enum Suit: string { case Hearts = "h"; case Spades = "s"; }
class P { public function __construct(public readonly int $x, private array $all = []) {} public function __get($n) { return "magic $n"; } }
$p = new P(3);
echo Suit::from("s")->name, " ", $p->y, " ", match(true) { $p->x > 2 => "big", default => "small" }, "\n";
try { $p->x = 4; } catch (Error $e) { echo get_class($e), ": ", $e->getMessage(), "\n"; }
try { intdiv(1, 0); } catch (DivisionByZeroError $e) { echo $e->getMessage(), "\n"; }
$f = new Fiber(function ($x) { $y = Fiber::suspend($x * 2); echo "fiber $y\n"; });
echo $f->start(21), "\n";
$f->resume("resumed");
for ($i = 0; $i < 20000; $i++) {
    $x = new stdClass;
    $x->self = $x;
}
echo gc_collect_cycles() > 0 ? "collected\n" : "none\n";
echo sprintf("%05.2f|%'*10s|%-6d|%x|%e", 3.14159, "pad", 42, 255, 12345.678), " ", number_format(1234567.891, 2), "\n";
echo date("Y-m-d H:i:s", 86400 * 365), " ", ucwords("hello world"), " ", strrev("abc"), " ", similar_text("World", "Word"), "\n";
mt_srand(42);
echo mt_rand(), " ", mt_rand(1, 100), " ", bin2hex((new Random\Randomizer(new Random\Engine\Xoshiro256StarStar(1)))->getBytes(8)), "\n";
$p = proc_open(["sh", "-c", "cat; echo bad >&2; exit 3"], [["pipe", "r"], ["pipe", "w"], ["pipe", "w"]], $pipes);
fwrite($pipes[0], "to a child");
fclose($pipes[0]);
echo stream_get_contents($pipes[1]), " ", stream_get_contents($pipes[2]), proc_close($p), "\n";
[$r, $w] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$pid = pcntl_fork();
if (!$pid) {
    fwrite($w, "from the child\n");
    exit(5);
}
echo fgets($r);
pcntl_waitpid($pid, $status);
echo pcntl_wexitstatus($status), "\n";
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, function ($n) { echo "signal $n\n"; });
exec("kill -USR1 " . getmypid());
register_shutdown_function(fn() => print("shutdown\n"));
exit(7);
