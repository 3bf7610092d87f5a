/*
 * sandbox.h - what a role may still do once it has begun.
 *
 * Two mechanisms behind one call: Landlock takes away every path, seccomp every
 * system call that is not in the role's table.  A call outside the table kills
 * the process with SIGSYS; there is no way back.
 *
 * Errors: a kernel that cannot enforce both is refused with a sentence that says
 * what is missing; SANDBOX_SECCOMP_ONLY accepts one without Landlock.
 */
#pragma once

#include <stddef.h>

#include "base/attributes.h"
#include "base/problem.h"

enum sandbox_strength { SANDBOX_FULL, SANDBOX_SECCOMP_ONLY };

/* What a role does beside computing and writing into descriptors that it holds. */
enum sandbox_work {
    SANDBOX_READS,   /* reads files that were opened for it */
    SANDBOX_LISTENS, /* waits for packets on a socket that was opened for it */
    SANDBOX_KEEPS,   /* makes, fills and removes files in one folder */
};

enum { SANDBOX_OUTLETS_MOST = 2 };

struct sandbox {
    enum sandbox_strength strength;
    enum sandbox_work work;
    int folder; /* SANDBOX_KEEPS: the only one */
    /*
     * The only descriptors that may be written into; none: any.  A role that
     * holds a packet socket must name them, for a write into that would send.
     */
    int outlets[SANDBOX_OUTLETS_MOST];
    size_t outlet_count;
};

MUST_USE int sandbox_enter(const struct sandbox *wanted, struct problem *why);
