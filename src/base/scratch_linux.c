#define _GNU_SOURCE /* memfd_create */
#include "base/scratch_linux.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

int scratch_open(char path[SCRATCH_PATH], struct problem *why)
{
    int fd = memfd_create("bulkhead", MFD_CLOEXEC);

    if (fd < 0)
        return problem_set(why, -errno, "a file in memory: %s", strerror(errno));
    snprintf(path, SCRATCH_PATH, "/proc/self/fd/%d", fd);
    return fd;
}
