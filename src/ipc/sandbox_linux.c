#define _GNU_SOURCE /* syscall */
#include "ipc/sandbox.h"

#include <errno.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/poison.h"

/* One row per system call that a sensor needs, with the reason. */
static const struct allowance {
    int call;
    const char *reason;
} allowed[] = {
    { SCMP_SYS(write), "rows go out through the pipe it was given" },
    { SCMP_SYS(munmap), "large blocks of memory are given back" },
    { SCMP_SYS(mremap), "tables grow" },
    { SCMP_SYS(madvise), "the map of the capture is read in order; freed memory is returned" },
    { SCMP_SYS(brk), "small blocks of memory" },
    { SCMP_SYS(futex), "the allocator's lock" },
    { SCMP_SYS(clock_gettime), "progress, where the kernel has no vDSO" },
    { SCMP_SYS(sysinfo), "the C library's sort asks how much memory it may take" },
    { SCMP_SYS(getrandom), "the allocator seeds itself" },
    { SCMP_SYS(rt_sigreturn), "returning from a signal" },
    { SCMP_SYS(restart_syscall), "going on after being stopped" },
    { SCMP_SYS(exit), "the end" },
    { SCMP_SYS(exit_group), "the end" },
#ifdef WITH_ASAN
    { SCMP_SYS(mprotect), "the sanitizer guards its own pages" },
    { SCMP_SYS(sigaltstack), "the sanitizer's own stack" },
    { SCMP_SYS(rt_sigprocmask), "the sanitizer's own signals" },
    { SCMP_SYS(rt_sigaction), "the sanitizer's own signals" },
    { SCMP_SYS(sched_yield), "the sanitizer's lock" },
    { SCMP_SYS(getpid), "the sanitizer's report" },
    { SCMP_SYS(gettid), "the sanitizer's report" },
#endif
};

/* Memory, but never memory that can be executed. */
static int allow_plain_memory(scmp_filter_ctx filter)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

static int enter_seccomp(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);

    if (!filter)
        return -ENOMEM;
    int rc = allow_plain_memory(filter);
    for (size_t i = 0; rc == 0 && i < COUNT_OF(allowed); i++)
        rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i].call, 0);
    if (rc == 0)
        rc = seccomp_load(filter);
    seccomp_release(filter);
    return rc;
}

/* Every right this kernel knows is handled, and no rule grants any. */
static int enter_landlock(void)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 0)
        return -errno;

    struct landlock_ruleset_attr rights = {
        .handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1,
    };
    long ruleset = syscall(SYS_landlock_create_ruleset, &rights, sizeof rights, 0);
    if (ruleset < 0)
        return -errno;
    int rc = syscall(SYS_landlock_restrict_self, (int)ruleset, 0) < 0 ? -errno : 0;
    close((int)ruleset);
    return rc;
}

int sandbox_enter(enum sandbox_strength strength, struct problem *why)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return problem_set(why, -errno, "sandbox: the kernel does not let a process give up rights: %s",
                           strerror(errno));
    int rc = strength == SANDBOX_FULL ? enter_landlock() : 0;
    if (rc < 0)
        return problem_set(why, rc,
                           "sandbox: this kernel has no Landlock (%s); start it with "
                           "lsm=landlock,... or accept seccomp alone with --sandbox=seccomp",
                           strerror(-rc));
    rc = enter_seccomp();
    if (rc < 0)
        return problem_set(why, rc, "sandbox: the kernel refuses a seccomp filter: %s",
                           strerror(-rc));
    return 0;
}
