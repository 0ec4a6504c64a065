#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Go: its compiler and linker, goroutines that signals preempt, the concurrent
# collector, channels, panics, sockets and children.
export GOCACHE=$PWD/cache GOPATH=$PWD/path GOTOOLCHAIN=local GOFLAGS=-mod=mod
export CGO_ENABLED=0 GOTELEMETRY=off
mkdir prog
cat > prog/go.mod <<'GO'
module example.org/prog

go 1.24
GO
cat > prog/main.go <<'GO'
package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

type node struct {
	left, right *node
	value       int
}

func tree(depth, value int) *node {
	if depth == 0 {
		return &node{value: value}
	}
	return &node{tree(depth-1, 2*value), tree(depth-1, 2*value+1), value}
}

func (n *node) sum() int {
	if n == nil {
		return 0
	}
	return n.value + n.left.sum() + n.right.sum()
}

func sieve(limit int) (count int) {
	numbers := make(chan int)
	go func(out chan<- int) {
		for i := 2; i < limit; i++ {
			out <- i
		}
		close(out)
	}(numbers)
	for {
		prime, ok := <-numbers
		if !ok {
			return
		}
		count++
		rest := make(chan int)
		go func(in chan int) {
			for i := range in {
				if i%prime != 0 {
					rest <- i
				}
			}
			close(rest)
		}(numbers)
		numbers = rest
	}
}

// Loops without calls, which only a signal gets off the processor.
func preempt() {
	runtime.GOMAXPROCS(2)
	var stop atomic.Bool
	var done sync.WaitGroup
	for i := 0; i < 4; i++ {
		done.Add(1)
		go func() {
			defer done.Done()
			for n := 0; !stop.Load(); n++ {
			}
		}()
	}
	for i := 0; i < 5; i++ {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	stop.Store(true)
	done.Wait()
	fmt.Println("preempted")
}

func recovered(f func()) (result any) {
	defer func() { result = recover() }()
	f()
	return
}

func main() {
	fmt.Println(runtime.Version(), sieve(1000))
	var wg sync.WaitGroup
	var mu sync.Mutex
	var total atomic.Int64
	sums := map[int]int{}
	for i := 0; i < 200; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 500; j++ {
				total.Add(int64(j))
			}
			s := tree(8, i).sum()
			mu.Lock()
			sums[i] = s
			mu.Unlock()
		}()
	}
	wg.Wait()
	fmt.Println(total.Load(), len(sums), sums[199])
	for i := 0; i < 8; i++ {
		fmt.Print(tree(14, i).sum(), " ")
	}
	runtime.GC()
	fmt.Println()
	preempt()

	var p *node
	zero := len(sums) - 200
	fmt.Println(recovered(func() { p.value = 1 }))
	fmt.Println(recovered(func() { fmt.Println(1 / zero) }))
	fmt.Println(recovered(func() { fmt.Println([]int{1}[zero+3]) }))
	fmt.Println(math.Sqrt(2), math.Inf(-1), math.FMA(1.5, 2.5, -3), float32(0.1), int32(zero-1)>>1, uint64(1)<<(zero+63))
	fmt.Println(new(big.Int).Exp(big.NewInt(3), big.NewInt(1000), nil).Text(36)[:40])
	fmt.Printf("%x\n", sha256.Sum256(bytes.Repeat([]byte("go"), 10000)))
	words := strings.Fields(strings.Repeat("the quick brown fox ", 500))
	sort.Strings(words)
	fmt.Println(words[0], words[1999], errors.Is(fmt.Errorf("x: %w", io.EOF), io.EOF))

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { defer c.Close(); io.Copy(c, c) }()
		}
	}()
	var sizes atomic.Int64
	for i := 0; i < 20; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			c, err := net.Dial("tcp", listener.Addr().String())
			if err != nil {
				panic(err)
			}
			go func() { c.Write(make([]byte, 50000)); c.(*net.TCPConn).CloseWrite() }()
			answer, _ := io.ReadAll(c)
			sizes.Add(int64(len(answer)))
		}()
	}
	wg.Wait()
	fmt.Println(sizes.Load())

	cmd := exec.Command("sh", "-c", "tr a-z A-Z; exit 3")
	cmd.Stdin = strings.NewReader("to a child\n")
	out, err := cmd.Output()
	fmt.Printf("%q %v\n", out, err)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1)
	syscall.Kill(os.Getpid(), syscall.SIGUSR1)
	fmt.Println(<-signals)
	select {
	case <-time.After(20 * time.Millisecond):
		fmt.Println("timeout")
	case <-make(chan int):
	}
	if len(os.Args) > 1 {
		var m map[string]int
		m["nil"] = 1
	}
	os.Exit(4)
}
GO
cd prog || exit
go build -o prog . 2>&1
echo "build $?"
./prog
echo "status $?"
./prog panic 2> err > /dev/null
echo "panic $? $(head -n 1 err)"
GODEBUG=gcstoptheworld=0 GOGC=5 ./prog | sha256sum
go vet . 2>&1
echo "vet $?"
gofmt -d main.go | wc -l
cat > main_test.go <<'GO'
package main

import "testing"

func TestSieve(t *testing.T) {
	if n := sieve(100); n != 25 {
		t.Fatal(n)
	}
}

func TestFails(t *testing.T) {
	t.Parallel()
	t.Error("as it should")
}
GO
go test . 2>&1 | grep -v '^FAIL.*example' | sed 's/ ([0-9.]*s)$//'
echo 'package main; func main() { undefined() }' > bad.go
go build bad.go 2>&1
echo "bad $?"
