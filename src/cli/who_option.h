/*
 * who_option.h - --as, for the verbs that change a plant: the name that the audit
 * trail gets.  The operating system's login is never asked.
 */
#pragma once

#include "cli/command.h"
#include "store/store.h"

#define WHO_OPTION(chosen)                                                                         \
    {                                                                                              \
        "--as", OPTION_TEXT, &(chosen).who, "NAME", "who does this, for the audit trail (local)"   \
    }

/* NULL: local.  Before the first change. */
void who_option(struct store *store, const struct command *self, const char *who, bool often);
