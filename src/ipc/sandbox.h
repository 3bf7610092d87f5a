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

#include "base/attributes.h"
#include "base/problem.h"

enum sandbox_strength { SANDBOX_FULL, SANDBOX_SECCOMP_ONLY };

/* Memory, the clock, and the descriptors it already holds. */
MUST_USE int sandbox_enter(enum sandbox_strength strength, struct problem *why);
