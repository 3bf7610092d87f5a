#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

enum { SECOND_US = 1000000, BETWEEN_US = 100000 };

struct progress_line progress_begin(const char *path)
{
    return (struct progress_line){
        .path = path, .on_terminal = isatty(STDERR_FILENO), .began = moment_now()
    };
}

void progress_show(void *owner, const struct progress *now)
{
    struct progress_line *line = owner;
    moment_us at = moment_now();

    if (!line->on_terminal || at - line->last_shown < BETWEEN_US || !now->total || !now->done)
        return;
    double share = (double)now->done / (double)now->total;
    double seconds = (double)(at - line->began) / SECOND_US;
    fprintf(stderr, "\r\033[K%s  %3.0f %%  %.1f M packets/s  %.0f s left", line->path, share * 100,
            seconds > 0 ? (double)now->packets / seconds / 1e6 : 0, seconds / share - seconds);
    line->shown = true;
    line->last_shown = at;
}

void progress_end(struct progress_line *line)
{
    if (line->shown)
        fputs("\r\033[K", stderr);
}
