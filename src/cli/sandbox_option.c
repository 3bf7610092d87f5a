#include "cli/sandbox_option.h"

#include <errno.h>
#include <string.h>

int sandbox_option(const char *word, enum sandbox_strength *strength, struct problem *why)
{
    *strength = SANDBOX_FULL;
    if (!word || strcmp(word, "full") == 0)
        return 0;
    if (strcmp(word, "seccomp") == 0) {
        *strength = SANDBOX_SECCOMP_ONLY;
        return 0;
    }
    return problem_set(why, -EINVAL, "--sandbox %s: must be full or seccomp", word);
}
