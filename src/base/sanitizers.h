/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For builds with the address sanitizer, whose run time knows nothing of
 * threads that are made by raw clone; nothing in all others.  Any thread.
 */
#ifndef CALQUE_BASE_SANITIZERS_H
#define CALQUE_BASE_SANITIZERS_H

#include <stddef.h>

#ifdef CALQUE_SANITIZERS
/* What was a stack may be any memory from now on: frames that were never
 * returned from have left marks there. */
void sanitizer_stack_ended(void *stack, size_t size);
#else
static inline void sanitizer_stack_ended(void *stack, size_t size)
{
    (void)stack, (void)size;
}
#endif

#endif
