#!/usr/bin/perl
# SPDX-License-Identifier: LGPL-2.1-or-later
# Perl: regular expressions, formats, sorting, children, signals.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use POSIX qw(floor strftime :sys_wait_h);
use Time::HiRes qw(ualarm);

$| = 1;
my %h = map { $_ => $_**2 } 1 .. 1000;
print join(",", (sort { $h{$b} <=> $h{$a} } keys %h)[0 .. 4]), "\n";
my $text = join "\n", map { "key$_=" . sha256_hex($_) } 1 .. 2000;
my $n = () = $text =~ /([a-f])\1/g;
print "$n\n";
(my $t = substr $text, 0, 200) =~ s/(\d+)/<$1>/g;
print "$t\n";
printf "%.15g %e %s %s\n", 1 / 3, 12345.678, 9**20, 0.1 + 0.2;
print strftime("%Y-%m-%d", gmtime 86400 * 365), " ", floor(-2.5), "\n";
print pack("NnCd>", 1, 2, 3, 1.5) =~ s/(.)/sprintf "%02x", ord $1/gser, "\n";
my @fib = (1, 1);
push @fib, $fib[-1] + $fib[-2] while @fib < 90;
print "$fib[-1]\n";
print `echo from a child; exit 3`, $? >> 8, "\n";
for my $i (1 .. 5) {
    my $pid = fork;
    exit $i if !$pid;
    waitpid $pid, 0;
    print $? >> 8, " ";
}
print "\n";
open my $p, "-|", "sort", "-r" or die;
close $p;
open $p, "|-", "tr", "a-z", "A-Z" or die;
print $p "piped\n";
close $p;
my $ticks = 0;
$SIG{ALRM} = sub { $ticks++ };
ualarm 2000, 2000;
my $s = 0;
while ($ticks < 50) { $s += $_ * 1.5 for 1 .. 100 }
ualarm 0;
print "ticks\n";
my $r = eval { die { code => 42 } };
print $@->{code}, "\n";
system "does-not-exist 2>/dev/null";
print $? >> 8, "\n";
{
    no warnings;
    print system({"./none"} "x"), " ", $! + 0, "\n";
}
my $x = "a" x 30;
print "no\n" if "$x!" !~ /^(a|aa)*b$/x;
print scalar reverse("abc"), " ", ucfirst lc "HELLO", " ", join("|", split /,/, "a,b,,c"), "\n";
print sprintf("%vd", "1.22.333"), " ", oct("0xff"), " ", "10" + "20", "\n";
exit 6;
