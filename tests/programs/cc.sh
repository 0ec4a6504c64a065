#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The C compiler: compile, link and run programs, shared libraries, threads.
cat >sum.c <<'C'
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double part[4];
static _Atomic long count;
static __thread int mine;

static void *work(void *arg)
{
    long n = (long)arg;
    for (int i = 0; i < 100000; i++) {
        part[n] += sqrt(i) * n;
        count++;
        mine++;
    }
    return (void *)(long)mine;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(int argc, char **argv)
{
    pthread_t t[4];
    void *result;
    for (long i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, work, (void *)i);
    for (int i = 0; i < 4; i++) {
        pthread_join(t[i], &result);
        printf("%.6f %ld\n", part[i], (long)result);
    }
    printf("%ld %d\n", count, mine);
    qsort(argv + 1, argc - 1, sizeof(*argv), compare);
    for (int i = 1; i < argc; i++)
        puts(argv[i]);
    return argc;
}
C
for o in -O0 -O2 "-O3 -flto" "-O2 -static"; do
    # shellcheck disable=SC2086
    gcc $o -o sum sum.c -lm -pthread && ./sum pear apple fig | sha256sum
done
./sum pear apple fig
echo "status $?"
cat >lib.c <<'C'
#include <stdio.h>
static void __attribute__((constructor)) in(void) { puts("in"); }
static void __attribute__((destructor)) out(void) { puts("out"); }
int answer(void) { return 42; }
C
cat >use.c <<'C'
#include <dlfcn.h>
#include <stdio.h>
int main(void)
{
    void *h = dlopen("./libx.so", RTLD_NOW);
    int (*f)(void) = h ? dlsym(h, "answer") : NULL;
    printf("%d\n", f ? f() : -1);
    return h ? dlclose(h) : 1;
}
C
gcc -shared -fPIC -o libx.so lib.c && gcc -o use use.c && ./use
gcc -c lib.c && ar rcs libx.a lib.o && nm libx.a | grep -c ' T answer'
echo 'int main(void) { return x; }' | gcc -x c - 2>&1 | grep -c error:
echo "gcc ${PIPESTATUS[1]}"
echo 'int main(void) { f(); }' | gcc -w -std=gnu89 -x c - 2>/dev/null
echo "link $?"
echo 'int main(void) { *(volatile int *)0 = 1; }' | gcc -O1 -w -o crash -x c -
./crash 2>/dev/null
echo "crash $?"
strip sum && ./sum a >/dev/null
echo "stripped $?"
