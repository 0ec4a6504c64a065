/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the address sanitizer has to know of us, in builds with it.  Its run
 * time finds these functions by their names.
 */
#include "config.h"

#include "base/sanitizers.h"

#ifdef CALQUE_SANITIZERS

#include <sanitizer/asan_interface.h>

const char *__asan_default_options(void);

/* Threads, signal stacks and what signals do are ours; memory that start-up
 * allocates lives as long as the process. */
const char *__asan_default_options(void)
{
    return "detect_leaks=0:detect_stack_use_after_return=0:use_sigaltstack=0:"
           "handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0";
}

/* Before a call that does not return, the marks of the frames that it leaves
 * are removed.  The run time's own version asks libc where the stack of the
 * calling thread ends, and libc does not know our threads; ours takes the part
 * of the stack that such frames can be in. */
__attribute__((no_sanitize_address)) void __asan_handle_no_return(void)
{
    enum { MOST = 64 * 1024 };

    __asan_unpoison_memory_region(__builtin_frame_address(0), MOST);
}

void sanitizer_stack_ended(void *stack, size_t size)
{
    __asan_unpoison_memory_region(stack, size);
}

#endif
