/*
 * progress.h - a line that moves while long work goes on: on a terminal only.
 */
#pragma once

#include "sensor/record.h"

struct progress_line {
    const char *path;
    bool on_terminal;
    bool shown;
    moment_us began, last_shown;
};

struct progress_line progress_begin(const char *path);
void progress_show(void *line, const struct progress *now); /* fits record_observer */
void progress_end(struct progress_line *line);
