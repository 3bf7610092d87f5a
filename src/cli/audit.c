/*
 * audit.c - who changed what, the newest first.
 */
#include <errno.h>

#include "cli/desk.h"
#include "store/trail.h"

static struct {
    struct listing_options listing;
    const char *who, *kind, *name, *from, *to, *limit;
} chosen;

static const struct option options[] = {
    { "--json", OPTION_FLAG, &chosen.listing.json, NULL, "one JSON object" },
    { "--csv", OPTION_FLAG, &chosen.listing.csv, NULL, "comma-separated values with a header" },
    { "--who", OPTION_TEXT, &chosen.who, "NAME", "what this person changed" },
    { "--kind", OPTION_TEXT, &chosen.kind, "TABLE", "rows of this table: claims, zone, account" },
    { "--name", OPTION_TEXT, &chosen.name, "KEY", "the row with this key" },
    { "--from", OPTION_TEXT, &chosen.from, "TIME", "from this day or time on" },
    { "--to", OPTION_TEXT, &chosen.to, "TIME", "before this day or time" },
    { "--limit", OPTION_TEXT, &chosen.limit, "N", "the newest N only" },
    { 0 },
};

static const char *const columns[] = { "sequence", "at",     "who",   "through", "verb", "kind",
                                       "name",     "before", "after", "hash",    NULL };

static int read_time(const char *option, const char *word, moment_us *at, struct problem *why)
{
    if (!word || moment_parse(text_of(word), at))
        return 0;
    return problem_set(why, -EINVAL,
                       "%s %s: must be a day or a time, as 2026-11-23 or 2026-11-23T10:00:00Z",
                       option, word);
}

static int read_filter(struct trail_filter *f, uint64_t *limit, struct problem *why)
{
    *f = (struct trail_filter){ .who = text_of(chosen.who),
                                .kind = text_of(chosen.kind),
                                .name = text_of(chosen.name) };
    *limit = INT64_MAX;
    if (chosen.limit && (!text_unsigned(text_of(chosen.limit), INT64_MAX, limit) || *limit == 0))
        return problem_set(why, -EINVAL, "--limit %s: must be a whole number from 1", chosen.limit);
    int rc = read_time("--from", chosen.from, &f->from, why);
    return rc < 0 ? rc : read_time("--to", chosen.to, &f->to, why);
}

static void fill(const struct trail *trail, struct listing *l)
{
    for (ARRAY_EACH(const struct audit_entry, e, &trail->rows)) {
        listing_unsigned(l, e->sequence);
        listing_moment(l, e->at);
        listing_text(l, e->who);
        listing_text(l, e->through);
        listing_text(l, e->verb);
        listing_text(l, e->kind);
        listing_text(l, e->name);
        listing_text(l, e->before);
        listing_text(l, e->after);
        listing_text(l, e->hash);
    }
}

static int show(const char *plant, const struct trail_filter *f, uint64_t limit,
                enum listing_style style, struct problem *why)
{
    struct store *store = NULL;
    struct trail trail = { 0 };
    struct listing l;
    struct arena text;
    uint64_t total = 0;

    arena_create(&text, ARENA_TRUSTED);
    int rc = store_open(&store, plant, why);
    if (rc == 0)
        rc = store_read_trail(store, f, 0, limit, &trail, &total, &text, why);
    if (rc >= 0) {
        listing_init(&l, "bulkhead-audit/1", columns);
        fill(&trail, &l);
        rc = listing_show(&l, style, why);
    }
    array_free(&trail.rows);
    store_close(store);
    arena_destroy(&text);
    return rc;
}

static int run(const struct command *self, struct arguments given)
{
    struct problem why = { 0 };
    struct trail_filter filter;
    enum listing_style style;
    uint64_t limit;

    if (options_parse(options, &given, 1, 1, &why) < 0 ||
        listing_style_of(&chosen.listing, &style, &why) < 0 ||
        read_filter(&filter, &limit, &why) < 0)
        return command_misused(self, &why);
    int rc = show(given.items[0], &filter, limit, style, &why);
    return rc < 0 ? command_fails(self, &why) : EXIT_DONE;
}

const struct command audit_command = {
    .name = "audit",
    .usage = "PLANT [--who NAME] [--kind TABLE] [--name KEY] [--from TIME] [--to TIME] [--limit N] "
             "[--json | --csv]",
    .help = "Who changed what, before and after, the newest first",
    .about = "The audit trail. 'bulkhead verify' says whether it is whole.",
    .run = run,
    .options = options,
};
