/*
 * format.h - files that people have, read into a plant.
 *
 * A format that merges adds rows to ledgers; a row with the keys of one that is
 * there takes its place.
 *
 * To add a format: write src/exchange/<name>.c that defines
 * `const struct format <name>_format`, and add one line to formats.def.
 *
 * A format reads all of a file or none of it: when there is any problem the
 * plant's rows stay as they were, and every problem is reported, not only the
 * first: "plant.yaml line 12: conduit "historian" names zone "cell-9", which is
 * not defined", "actions.csv row 7: due "soon" must be a date, YYYY-MM-DD".
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/problems.h"
#include "model/plant.h"
#include "model/requirement.h"

/* What became of the rows of a file that was merged. */
struct format_merged {
    size_t added, replaced;
};

/* A file of a folder. */
struct format_part {
    struct text content;
    const char *name;
};

struct format_input {
    struct text content;
    const char *name; /* of the file, for messages */
    const struct requirements *requirements;
    const struct ledger *ledger;     /* where its rows go; NULL: the file says it */
    struct format_merged *merged;    /* NULL: nobody asks */
    const struct format_part *parts; /* instead of one content: the files of folder `name` */
    size_t part_count;
};

struct format {
    const char *name;  /* "plant" */
    const char *title; /* one line of help */
    size_t bytes_most;
    const char *part_suffix; /* of the files of a folder, ".yaml"; NULL: it reads no folder */
    bool merges; /* into what is there; else it takes the place of all that people said */
    int (*read)(const struct format_input *in, struct plant *into, struct problems *found);
};

extern const struct format *const format_table[]; /* NULL ends */

const struct format *format_find(struct text name);

/* 0, or a negative errno with at least one problem. */
MUST_USE int format_read(const struct format *format, const struct format_input *in,
                         struct plant *into, struct problems *found);
