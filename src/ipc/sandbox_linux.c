#define _GNU_SOURCE /* syscall */
#include "ipc/sandbox.h"

#include <errno.h>
#include <linux/landlock.h>
#include <linux/sockios.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/poison.h"

/* One row per system call that a role needs, with the reason. */
struct allowance {
    int call;
    const char *reason;
};

static const struct allowance computing[] = {
    { SCMP_SYS(munmap), "large blocks of memory are given back" },
    { SCMP_SYS(mremap), "tables grow" },
    { SCMP_SYS(madvise), "what was read of the capture's map is forgotten; freed memory is returned" },
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

static const struct allowance reading[] = {
    { SCMP_SYS(pread64), "the capture comes in piece by piece" },
};

static const struct allowance listening[] = {
    { SCMP_SYS(poll), "waiting for packets and for room in its pipes" },
    { SCMP_SYS(ppoll), "the same, where the C library has no poll" },
    { SCMP_SYS(read), "libpcap's own wake-up call" },
    { SCMP_SYS(getsockopt), "the counters of the packet socket" },
    { SCMP_SYS(getsockname), "libpcap asks whether the interface is still there" },
};

static const struct allowance keeping[] = {
    { SCMP_SYS(poll), "waiting for packets" },
    { SCMP_SYS(ppoll), "the same, where the C library has no poll" },
    { SCMP_SYS(read), "packets come in; a file that was left open is read" },
    { SCMP_SYS(pread64), "a file that was left open is read" },
    { SCMP_SYS(openat), "a new file, and the folder's list of files" },
    { SCMP_SYS(close), "a file that is full" },
    { SCMP_SYS(fcntl), "the C library looks at how the folder was opened" },
    { SCMP_SYS(fstat), "how large a file is" },
    { SCMP_SYS(newfstatat), "the same, by its name" },
    { SCMP_SYS(statx), "the same, where the C library prefers it" },
    { SCMP_SYS(getdents64), "the folder's list of files" },
    { SCMP_SYS(lseek), "the list is read from its start" },
    { SCMP_SYS(ftruncate), "half a packet is taken back" },
    { SCMP_SYS(unlinkat), "the oldest file goes" },
    { SCMP_SYS(renameat), "a file that is whole gets its name" },
    { SCMP_SYS(renameat2), "the same, where the C library prefers it" },
};

static const struct {
    const struct allowance *rows;
    size_t count;
} works[] = {
    [SANDBOX_READS] = { reading, COUNT_OF(reading) },
    [SANDBOX_LISTENS] = { listening, COUNT_OF(listening) },
    [SANDBOX_KEEPS] = { keeping, COUNT_OF(keeping) },
};

/* Memory, but never memory that can be executed. */
static int allow_plain_memory(scmp_filter_ctx filter)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

static int allow_all(scmp_filter_ctx filter, const struct allowance *rows, size_t count)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < count; i++)
        rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, rows[i].call, 0);
    return rc;
}

static int allow_writing(scmp_filter_ctx filter, const struct sandbox *wanted)
{
    int rc = 0;

    if (wanted->outlet_count == 0)
        return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 0);
    for (size_t i = 0; rc == 0 && i < wanted->outlet_count; i++)
        rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
                              SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)wanted->outlets[i], 0));
    return rc;
}

/* libpcap asks whether an interface that was down is up again; it may change none. */
static int allow_looking_at_flags(scmp_filter_ctx filter, const struct sandbox *wanted)
{
    if (wanted->work != SANDBOX_LISTENS)
        return 0;
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1,
                            SCMP_A1(SCMP_CMP_EQ, SIOCGIFFLAGS, 0));
}

static int enter_seccomp(const struct sandbox *wanted)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);

    if (!filter)
        return -ENOMEM;
    int rc = allow_plain_memory(filter);
    if (rc == 0)
        rc = allow_writing(filter, wanted);
    if (rc == 0)
        rc = allow_looking_at_flags(filter, wanted);
    if (rc == 0)
        rc = allow_all(filter, computing, COUNT_OF(computing));
    if (rc == 0)
        rc = allow_all(filter, works[wanted->work].rows, works[wanted->work].count);
    if (rc == 0)
        rc = seccomp_load(filter);
    seccomp_release(filter);
    return rc;
}

/* The files of one folder, and nothing below it. */
static int grant_folder(int ruleset, int folder)
{
    struct landlock_path_beneath_attr grant = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                          LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                          LANDLOCK_ACCESS_FS_REMOVE_FILE,
        .parent_fd = folder,
    };

    return syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &grant, 0) < 0 ? -errno
                                                                                            : 0;
}

/* Every right this kernel knows is handled, and no rule grants any but the folder's. */
static int enter_landlock(const struct sandbox *wanted)
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
    int rc = wanted->work == SANDBOX_KEEPS ? grant_folder((int)ruleset, wanted->folder) : 0;
    if (rc == 0 && syscall(SYS_landlock_restrict_self, (int)ruleset, 0) < 0)
        rc = -errno;
    close((int)ruleset);
    return rc;
}

int sandbox_enter(const struct sandbox *wanted, struct problem *why)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return problem_set(why, -errno, "sandbox: the kernel does not let a process give up rights: %s",
                           strerror(errno));
    int rc = wanted->strength == SANDBOX_FULL ? enter_landlock(wanted) : 0;
    if (rc < 0)
        return problem_set(why, rc,
                           "sandbox: this kernel has no Landlock (%s); start it with "
                           "lsm=landlock,... or accept seccomp alone with --sandbox=seccomp",
                           strerror(-rc));
    rc = enter_seccomp(wanted);
    if (rc < 0)
        return problem_set(why, rc, "sandbox: the kernel refuses a seccomp filter: %s",
                           strerror(-rc));
    return 0;
}
