/*
 * role.h - a part of the program that runs as a process of its own, with fewer
 * rights, and speaks through one pipe.
 *
 * The parent keeps the reading end.  The child inherits the descriptors named
 * in its role and nothing else.  Call it before any thread exists.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/attributes.h"
#include "base/problem.h"

enum { ROLE_KEEPS_MOST = 20 };

struct role {
    const char *name;          /* for messages: "sensor" */
    int (*run)(void *work, int to_parent); /* in the child; its result is the exit code */
    void *work;
    int keeps[ROLE_KEEPS_MOST]; /* descriptors the child needs beside the pipe */
    size_t keep_count;
};

struct role_process {
    const char *name;
    pid_t pid;
    int from_child;
};

MUST_USE int role_start(const struct role *role, struct role_process *started, struct problem *why);

/* Wait for its end: 0, or a sentence that tells how it died. */
MUST_USE int role_wait(struct role_process *process, struct problem *why);
void role_kill(struct role_process *process);
