/*
 * options.h - the arguments of a verb, from one table per verb.
 *
 * One row per option: its name, where its value goes, one sentence.  From the
 * table come the parser, its error messages and `bulkhead help VERB`.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/problem.h"

enum option_kind {
    OPTION_FLAG, /* bool */
    OPTION_TEXT, /* const char *: the next argument, or what follows '=' */
    OPTION_LIST, /* struct option_list: the same, as often as it is given */
};

enum { OPTION_LIST_MOST = 64 };

struct option_list {
    const char *items[OPTION_LIST_MOST];
    size_t count;
};

struct option {
    const char *name; /* "--json"; NULL ends the table */
    enum option_kind kind;
    void *to;
    const char *argument; /* "FILE", for help */
    const char *help;
};

struct arguments {
    char **items;
    int count;
};

/*
 * Take the options out of `given`; what remains are the positional arguments,
 * in order, between least and most (most < 0: any number).  "--" ends options.
 */
MUST_USE int options_parse(const struct option *table, struct arguments *given, int least, int most,
                           struct problem *why);
