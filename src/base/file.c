#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int read_all(int fd, char *out, size_t length)
{
    size_t done = 0;

    while (done < length) {
        ssize_t n = read(fd, out + done, length - done);
        if (n == 0)
            return -EIO; /* it shrank while we read */
        if (n < 0 && errno != EINTR)
            return -errno;
        if (n > 0)
            done += (size_t)n;
    }
    return 0;
}

static int read_open(int fd, const char *path, size_t most, struct arena *into,
                     struct text *content, struct problem *why)
{
    struct stat info;

    if (fstat(fd, &info) < 0)
        return problem_set(why, -errno, "%s: %s", path, strerror(errno));
    if (!S_ISREG(info.st_mode))
        return problem_set(why, -EINVAL, "%s: not a regular file", path);
    if ((uint64_t)info.st_size > most)
        return problem_set(why, -EFBIG, "%s: larger than %zu bytes", path, most);

    size_t length = (size_t)info.st_size;
    char *bytes = arena_array(into, char, length + 1);
    if (!bytes)
        return problem_set(why, -ENOMEM, "%s: too large for this work", path);
    int rc = read_all(fd, bytes, length);
    if (rc < 0)
        return problem_set(why, rc, "%s: %s", path, strerror(-rc));
    *content = (struct text){ bytes, length };
    return 0;
}

int file_read(const char *path, size_t most, struct arena *into, struct text *content,
              struct problem *why)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return problem_set(why, -errno, "%s: %s", path, strerror(errno));
    int rc = read_open(fd, path, most, into, content, why);
    close(fd);
    return rc;
}

static int write_all(int fd, struct text content)
{
    while (content.length) {
        ssize_t n = write(fd, content.at, content.length);
        if (n < 0 && errno != EINTR)
            return -errno;
        if (n > 0) {
            content.at += n;
            content.length -= (size_t)n;
        }
    }
    return fsync(fd) < 0 && errno != EINVAL ? -errno : 0;
}

int file_write(const char *path, struct text content, struct problem *why)
{
    char part[4096];

    if ((size_t)snprintf(part, sizeof part, "%s.part", path) >= sizeof part)
        return problem_set(why, -ENAMETOOLONG, "%s: the path is too long", path);
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return problem_set(why, -errno, "%s: %s", part, strerror(errno));
    int rc = write_all(fd, content);
    if (close(fd) < 0 && rc == 0)
        rc = -errno;
    if (rc == 0 && rename(part, path) < 0)
        rc = -errno;
    if (rc < 0) {
        unlink(part);
        return problem_set(why, rc, "%s: %s", path, strerror(-rc));
    }
    return 0;
}
