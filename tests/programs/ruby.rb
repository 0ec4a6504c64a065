#!/usr/bin/ruby
# SPDX-License-Identifier: LGPL-2.1-or-later
# Ruby: big numbers, expressions, threads, fibers, ractors, collector, children.
require "digest"
require "json"
require "open3"
require "openssl"
require "set"
require "socket"
require "zlib"

$stdout.sync = true
Warning[:experimental] = false
puts 2**200, (1..60).inject(:*), 10.0 / 3, 0.1 + 0.2, -7.divmod(2).inspect
puts Rational(3, 7) + 1, Complex(1, 2)**3, Math.gamma(7.5), 1e23.to_s
text = (1..2000).map { |i| "key#{i}=#{Digest::SHA256.hexdigest(i.to_s)}" }.join("\n")
puts text.scan(/([a-f])\1/).size, text.gsub(/\d+/) { |d| d.to_i.to_s(36) }.hash == 0
puts Digest::MD5.hexdigest(text), Zlib.crc32(text), Zlib::Inflate.inflate(Zlib.deflate(text)) == text
puts "Grüße, 世界".unicode_normalize(:nfd).bytes.size, "äöü".encode("ISO-8859-1").bytes.inspect
puts JSON.generate(JSON.parse('{"a":[1,2.5,null,{"b":"\u00e9"}],"c":true}'))
puts Marshal.load(Marshal.dump([1, :a, "x", { y: 2.5 }, 3**80])).inspect

counter = 0
lock = Mutex.new
8.times.map { Thread.new { 500.times { lock.synchronize { counter += 1 }; Thread.pass } } }.each(&:join)
puts counter
queue = SizedQueue.new(3)
producer = Thread.new { 300.times { |i| queue << i }; queue << nil }
sum = 0
while (i = queue.pop)
  sum += i
end
producer.join
puts sum
# The timer thread makes this one yield.
spun = 0
spinner = Thread.new { loop { spun += 1 } }
sleep 0.2
spinner.kill.join
puts spun > 0
fib = Fiber.new { a, b = 0, 1; loop { Fiber.yield a; a, b = b, a + b } }
puts Array.new(30) { fib.resume }.inspect
puts 5000.times.sum { |k| Fiber.new { |x| Fiber.yield(x) + 1 }.resume(k) }
puts 4.times.map { |n| Ractor.new(n) { |m| (1..20000).sum { |x| x * m } } }.map(&:take).inspect

GC.stress = true
puts Array.new(20) { |i| "s#{i}" }.join
GC.stress = false
keep = 40.times.map { |i| Array.new(2000) { |j| "#{i}-#{j}" }.each_slice(3).to_h { |a, *b| [a, b] } }
GC.start
GC.compact if GC.respond_to?(:compact)
puts keep.sum(&:size), keep[39]["39-1998"].inspect

puts `echo child; exit 3`, $?.exitstatus
out, err, status = Open3.capture3("cat; echo bad >&2; kill -TERM $$", stdin_data: "in" * 40000)
puts out.size, err, status.termsig
puts 5.times.map { |i| fork { exit! i + 1 } }.map { |pid| Process.wait2(pid)[1].exitstatus }.inspect
begin
  spawn("./none")
rescue SystemCallError => e
  puts e.class
end
got = []
trap("USR1") { got << :usr1 }
Process.kill("USR1", $$)
sleep 0.01 until got.any?
puts got.inspect
server = TCPServer.new("127.0.0.1", 0)
answer = Thread.new { c = server.accept; c.write(c.gets.upcase); c.close }
client = TCPSocket.new("127.0.0.1", server.addr[1])
client.puts "over tcp"
puts client.read
answer.join
key = OpenSSL::PKey::RSA.new(1024)
signature = key.sign("SHA256", "message")
puts key.public_key.verify("SHA256", signature, "message"), key.public_key.verify("SHA256", signature, "other")
def deep(n) = n.zero? ? 0 : 1 + deep(n - 1)
puts deep(5000)
begin
  def endless(n) = endless(n + 1) + 1
  endless(0)
rescue SystemStackError => e
  puts e.class
end
puts catch(:done) { 10.times { |x| throw :done, x if x == 4 } }
puts [3, 1, 2].sort.each_cons(2).to_a.inspect, (1..Float::INFINITY).lazy.select(&:even?).first(5).inspect
at_exit { puts "at exit" }
exit 7
