/*
 * desk.h - a plant laid out for one verb: its rows, the catalogue, and its
 * figures when the verb asks for them.
 *
 * Ownership: the desk owns all of it until desk_close(), which is always fine
 * after desk_open(), whatever it returned.
 */
#pragma once

#include "assess/assessment.h"
#include "base/listing.h"
#include "catalogue/catalogue.h"
#include "cli/command.h"
#include "model/plant.h"
#include "store/store.h"

struct desk {
    struct store *store;
    uint64_t version; /* of the plant that was read, or an older one */
    struct catalogue catalogue;
    struct requirements requirements;
    struct plant plant;
    struct assessment figures; /* after desk_judge() */
    bool judged;
};

/* `today` as "2026-11-23"; NULL: the plant's own clock. */
MUST_USE int desk_open(struct desk *d, const char *path, const char *today, struct problem *why);
void desk_judge(struct desk *d);
void desk_close(struct desk *d);

/* Figures from the claims of one assessment, "-" for the standing ones; after desk_judge(). */
MUST_USE int desk_judge_run(const struct desk *d, const char *assessment, struct maturity *m,
                            struct arena *into, struct problem *why);

/* The built-in catalogue and its requirements alone, for verbs without a plant. */
MUST_USE int desk_open_catalogue(struct desk *d, struct problem *why);

/* What every listing takes. */
struct listing_options {
    bool json, csv;
    const char *today;
};

#define LISTING_OPTIONS(chosen)                                                                    \
    { "--json", OPTION_FLAG, &(chosen).json, NULL, "one JSON object" },                            \
        { "--csv", OPTION_FLAG, &(chosen).csv, NULL, "comma-separated values with a header" },     \
    {                                                                                              \
        "--today", OPTION_TEXT, &(chosen).today, "DATE", "figures as of this day, 2026-11-23"      \
    }

/* Both at once is refused. */
MUST_USE int listing_style_of(const struct listing_options *chosen, enum listing_style *style,
                              struct problem *why);
/* Print and finish a listing on standard output. */
MUST_USE int listing_show(struct listing *l, enum listing_style style, struct problem *why);

/* A verb that opens a plant, fills a listing from it and prints it. */
struct listing_verb {
    const char *format;         /* "bulkhead-assets/1" */
    const char *const *columns; /* NULL ends */
    bool judged;
    int (*fill)(const struct desk *d, struct listing *l, struct arena *into);
    int (*prepare)(struct desk *d, struct problem *why); /* after judging; NULL: nothing to do */
};

/* The whole run of such a verb; fill's result is its exit code. */
int listing_verb_run(const struct command *self, struct arguments given,
                     const struct listing_options *chosen, const struct listing_verb *verb);
