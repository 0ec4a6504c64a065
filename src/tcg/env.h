/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The part of a CPU's state that translated code and the execution loop share:
 * it stands at the head of every struct cpu, and so of every target's state.
 *
 * One per guest thread, owned by it.  Only `stop` and the poll page are touched
 * by others: a stop is requested by protecting the page that lies directly
 * below the state (TCG_POLL_OFF), see cpu_request_stop().
 */
#ifndef CALQUE_TCG_ENV_H
#define CALQUE_TCG_ENV_H

#include <stdbool.h>
#include <stdint.h>

enum { TCG_POLL_OFF = -4096, TCG_SPILLS = 24, TCG_VSPILLS = 12 };

struct tcg_env {
    uint64_t pc;          /* guest PC whenever translated code is not running */
    uint64_t c_sp;        /* C stack of the running cpu_enter */
    uint64_t pred_sp;     /* prediction stack pointer while out of it */
    uint64_t pred_top;    /* its reset value */
    uint64_t code_base;   /* jump table ends and code begins here */
    uint64_t fault_addr;  /* of an EXIT_ALIGN and the like */
    uint64_t excl_addr;   /* exclusive monitor: address, ~0 when clear */
    uint64_t excl_val[2]; /* and the value that was loaded */
    uint64_t excl_version; /* of the address, ~0 for none */
    uint64_t versions;     /* the table of them, constant */
    uint64_t link;         /* exit that asked for its target, or 0 */
    uint32_t exit_info;    /* what env.service is asked for */
    uint32_t mxcsr; /* guest's MXCSR while translated code is not running */
    uint32_t host_mxcsr; /* what C code runs with, but for sticky flags and the
                          * mask of invalid; constant */
    uint32_t real_mxcsr; /* and what MXCSR really is there; ~0: unknown */
    uint32_t stop;       /* stop requested (atomic) */
    uint32_t sat;        /* sticky saturation of vector operations */
    /* NULL, or asked at exits with the reason of tcg_conv.service_exit: true
     * when it has done what the exit is for, and code goes on at pc.  Integer
     * slots are in memory, vector registers stay where they are: it is compiled
     * without. */
    bool (*service)(struct tcg_env *env);
    uint64_t spill[TCG_SPILLS];
    uint64_t gpr[16]; /* host registers during a cold call */
    uint64_t cold_ip;
    uint32_t cold_flags;
    uint32_t fl_words[3]; /* flags after FP compares: less, equal, unordered */
    uint64_t vspill[TCG_VSPILLS][2] __attribute__((aligned(16)));
    uint64_t vec[32][2] __attribute__((aligned(16)));
};

#endif
