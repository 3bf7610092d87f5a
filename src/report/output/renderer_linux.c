#define _GNU_SOURCE /* unshare, mkdtemp, close_range */
#include "report/output/renderer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

enum { FOLDER_TEXT = 64, PATH_TEXT = FOLDER_TEXT + 32, MESSAGE_MOST = 64 << 10, FILES_MOST = 64 };

/* What the child needs, made before it exists: after fork it may only make system calls. */
struct run {
    const struct renderer *renderer;
    char folder[FOLDER_TEXT];
    char input[PATH_TEXT], result[PATH_TEXT], messages[PATH_TEXT];
    char home[PATH_TEXT], temporary[PATH_TEXT];
    char *arguments[RENDERER_WORDS_MOST + 1];
    char *environment[RENDERER_WORDS_MOST + 3];
};

static void prepare_names(struct run *run)
{
    snprintf(run->input, sizeof run->input, "%s/input", run->folder);
    snprintf(run->result, sizeof run->result, "%s/result", run->folder);
    snprintf(run->messages, sizeof run->messages, "%s/messages", run->folder);
    snprintf(run->home, sizeof run->home, "HOME=%s", run->folder);
    snprintf(run->temporary, sizeof run->temporary, "TMPDIR=%s", run->folder);
}

/* execve takes words that it could write to, and does not. */
static char *word(const char *constant)
{
    union {
        const char *constant;
        char *writable;
    } u = { constant };

    return u.writable;
}

static void prepare_words(struct run *run)
{
    size_t words = 0;

    for (size_t i = 0; i < RENDERER_WORDS_MOST && run->renderer->arguments[i]; i++)
        run->arguments[i] = word(run->renderer->arguments[i]);
    while (words < RENDERER_WORDS_MOST && run->renderer->environment[words]) {
        run->environment[words] = word(run->renderer->environment[words]);
        words++;
    }
    run->environment[words++] = run->home;
    run->environment[words] = run->temporary;
}

static void limit(unsigned resource, uint64_t most)
{
    struct rlimit both = { .rlim_cur = most, .rlim_max = most };

    if (setrlimit(resource, &both) < 0)
        _exit(126);
}

static void take(const char *path, int flags, int as)
{
    int fd = open(path, flags, 0600);

    if (fd < 0 || (fd != as && dup2(fd, as) < 0))
        _exit(126);
}

static _Noreturn void be_renderer(const struct run *run)
{
    take(run->input, O_RDONLY, STDIN_FILENO);
    take(run->result, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
    take(run->messages, O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
    close_range(STDERR_FILENO + 1, ~0U, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)unshare(CLONE_NEWUSER | CLONE_NEWNET); /* see renderer.h for where it may not */
    limit(RLIMIT_AS, run->renderer->memory_most);
    limit(RLIMIT_CPU, run->renderer->seconds_most);
    limit(RLIMIT_FSIZE, run->renderer->bytes_most);
    limit(RLIMIT_NOFILE, FILES_MOST);
    limit(RLIMIT_CORE, 0);
    if (chdir(run->folder) < 0)
        _exit(126);
    signal(SIGALRM, SIG_DFL);
    alarm(run->renderer->seconds_most); /* outlives execve, and nobody there catches it */
    execve(run->arguments[0], run->arguments, run->environment);
    _exit(127);
}

/* The last line that it said: tracebacks and warnings end with what matters. */
static struct text last_words(const struct run *run, struct arena *into)
{
    struct text said = { 0 };
    struct problem ignored;

    if (file_read(run->messages, MESSAGE_MOST, into, &said, &ignored) < 0)
        return TEXT("no message");
    said = text_trim(said);
    for (size_t i = said.length; i > 0; i--)
        if (said.at[i - 1] == '\n')
            return (struct text){ said.at + i, said.length - i };
    return said.length ? said : TEXT("no message");
}

static int judge_end(const struct run *run, int status, struct problem *why)
{
    const char *name = run->renderer->name;
    struct arena text;

    if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGALRM || WTERMSIG(status) == SIGXCPU))
        return problem_set(why, -ETIMEDOUT, "%s: not done after %u seconds; stopped", name,
                           run->renderer->seconds_most);
    if (WIFSIGNALED(status))
        return problem_set(why, -EIO, "%s: killed by signal %d (%s)", name, WTERMSIG(status),
                           strsignal(WTERMSIG(status)));
    if (WEXITSTATUS(status) == 0)
        return 0;
    arena_create(&text, ARENA_TRUSTED);
    struct text said = last_words(run, &text);
    problem_set(why, -EIO, "%s: ended with code %d: %.*s", name, WEXITSTATUS(status),
                (int)said.length, said.at);
    arena_destroy(&text);
    return why->code;
}

static int run_child(const struct run *run, struct problem *why)
{
    int status;
    pid_t pid = fork();

    if (pid == 0)
        be_renderer(run);
    if (pid < 0)
        return problem_set(why, -errno, "%s: cannot start: %s", run->renderer->name,
                           strerror(errno));
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return problem_set(why, -errno, "%s: lost: %s", run->renderer->name, strerror(errno));
    return judge_end(run, status, why);
}

static int write_beside(const struct run *run, struct problem *why)
{
    const struct renderer_file *beside = &run->renderer->beside;
    char path[PATH_TEXT];

    if (!beside->name)
        return 0;
    snprintf(path, sizeof path, "%s/%s", run->folder, beside->name);
    return file_write(path, beside->content, why);
}

static int run_in_folder(const struct run *run, struct text input, struct buffer *out,
                         struct problem *why)
{
    struct arena content;
    struct text result;

    int rc = file_write(run->input, input, why);
    if (rc == 0)
        rc = write_beside(run, why);
    if (rc == 0)
        rc = run_child(run, why);
    if (rc < 0)
        return rc;
    arena_create(&content, ARENA_TRUSTED);
    rc = file_read(run->result, run->renderer->bytes_most, &content, &result, why);
    if (rc == 0)
        buffer_text(out, result);
    arena_destroy(&content);
    return rc;
}

/* With what the program left behind: its caches make folders of their own. */
static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    struct dirent *entry;

    while (folder && (entry = readdir(folder))) {
        char inside[PATH_MAX];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if ((size_t)snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name) >= sizeof inside)
            continue;
        if (unlink(inside) < 0 && (errno == EISDIR || errno == EPERM))
            remove_folder(inside);
    }
    if (folder)
        closedir(folder);
    rmdir(path);
}

int renderer_run(const struct renderer *r, struct text input, struct buffer *out,
                 struct problem *why)
{
    struct run run = { .renderer = r, .folder = "/tmp/bulkhead-XXXXXX" };

    if (!mkdtemp(run.folder))
        return problem_set(why, -errno, "%s: no folder to work in: %s", r->name, strerror(errno));
    prepare_names(&run);
    prepare_words(&run);
    int rc = run_in_folder(&run, input, out, why);
    remove_folder(run.folder);
    return rc;
}
