#define _GNU_SOURCE /* setresuid, setgroups, syscall */
#include "ipc/rights.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/array.h"

/* The kernel's overflow id, which stands for nobody. Source: Linux, admin-guide/sysctl/fs.rst. */
const struct rights_user rights_nobody = { 65534, 65534 };

static int become(struct rights_user as)
{
    if (geteuid() != 0)
        return 0;
    if (setgroups(0, NULL) < 0 || setresgid(as.group, as.group, as.group) < 0 ||
        setresuid(as.user, as.user, as.user) < 0)
        return -errno;
    return 0;
}

static int drop_capabilities(void)
{
    struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };

    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
        return -errno;
    return syscall(SYS_capset, &header, none) < 0 ? -errno : 0;
}

int rights_give_up(struct rights_user as, struct problem *why)
{
    int rc = become(as);

    if (rc == 0)
        rc = drop_capabilities();
    /* Another user id cancelled the wish to end with the parent. Source: prctl(2). */
    if (rc == 0 && prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
        rc = -errno;
    if (rc < 0)
        return problem_set(why, rc, "the kernel does not let a process give up its rights: %s",
                           strerror(-rc));
    return 0;
}
