#define _GNU_SOURCE /* close_range, pipe2 */
#include "ipc/role.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FIRST_FREE = 3 }; /* behind standard input, output and error */

static bool is_kept(const struct role *role, int to_parent, int fd)
{
    for (size_t i = 0; i < role->keep_count; i++)
        if (role->keeps[i] == fd)
            return true;
    return fd == to_parent;
}

static void close_others(const struct role *role, int to_parent)
{
    int highest = to_parent;

    for (size_t i = 0; i < role->keep_count; i++)
        if (role->keeps[i] > highest)
            highest = role->keeps[i];
    for (int fd = FIRST_FREE; fd < highest; fd++)
        if (!is_kept(role, to_parent, fd))
            close(fd);
    close_range((unsigned)highest + 1, ~0U, 0);
}

static _Noreturn void be_child(const struct role *role, int to_parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* never outlives its parent */
    close_others(role, to_parent);
    _exit(role->run(role->work, to_parent));
}

int role_start(const struct role *role, struct role_process *started, struct problem *why)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) < 0)
        return problem_set(why, -errno, "%s: no pipe: %s", role->name, strerror(errno));
    pid_t pid = fork();
    if (pid == 0)
        be_child(role, ends[1]);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return problem_set(why, -errno, "%s: cannot start: %s", role->name, strerror(errno));
    }
    *started = (struct role_process){ .name = role->name, .pid = pid, .from_child = ends[0] };
    return 0;
}

int role_wait(struct role_process *process, struct problem *why)
{
    int status;

    close(process->from_child);
    while (waitpid(process->pid, &status, 0) < 0)
        if (errno != EINTR)
            return problem_set(why, -errno, "%s: lost: %s", process->name, strerror(errno));
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
        return problem_set(why, -EPERM,
                           "%s: killed by its sandbox: it tried a system call that it may not make",
                           process->name);
    if (WIFSIGNALED(status))
        return problem_set(why, -EIO, "%s: killed by signal %d (%s)", process->name,
                           WTERMSIG(status), strsignal(WTERMSIG(status)));
    if (WEXITSTATUS(status) != 0)
        return problem_set(why, -EIO, "%s: ended with code %d", process->name, WEXITSTATUS(status));
    return 0;
}

void role_kill(struct role_process *process)
{
    kill(process->pid, SIGKILL);
}
