/*
 * ui_none.c - stands where the web UI would be, when it was not built.
 */
#include "api/ui.h"

static const struct embedded_file no_files[] = { { .name = "" } };

const struct embedded ui_files = { no_files, 0 };
