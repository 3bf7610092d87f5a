#include "cli/desk.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

int desk_open_catalogue(struct desk *d, struct problem *why)
{
    struct problems found = { 0 };

    *d = (struct desk){ 0 };
    plant_init(&d->plant);
    int rc = catalogue_load(&d->catalogue, NULL, &found);
    if (rc < 0)
        rc = problem_set(why, rc, "%s", found.rows.items[0].what);
    else
        catalogue_requirements(&d->catalogue, &d->requirements);
    problems_finish(&found);
    return rc;
}

static int set_today(struct desk *d, const char *today, struct problem *why)
{
    if (!today) {
        plant_set_today(&d->plant, moment_now());
        return 0;
    }
    if (strlen(today) != 10 || !moment_parse(text_of(today), &d->plant.today))
        return problem_set(why, -EINVAL, "--today %s: must be a day like 2026-11-23", today);
    return 0;
}

int desk_open(struct desk *d, const char *path, const char *today, struct problem *why)
{
    int rc = desk_open_catalogue(d, why);

    if (rc == 0)
        rc = store_open(&d->store, path, why);
    if (rc == 0)
        rc = store_version(d->store, &d->version, why);
    if (rc == 0)
        rc = store_read_observed(d->store, &d->plant.observed, why);
    if (rc == 0)
        rc = store_read_assets(d->store, &d->plant.assets, why);
    if (rc == 0)
        rc = store_read_program(d->store, &d->plant.program, &d->plant.text, why);
    if (rc < 0)
        return rc;
    program_settle(&d->plant.program);
    store_look_up_files(d->store, &d->plant.program);
    return set_today(d, today, why);
}

void desk_judge(struct desk *d)
{
    assessment_make(&d->figures, &d->plant, &d->requirements);
    d->judged = true;
}

void desk_close(struct desk *d)
{
    if (d->judged)
        assessment_finish(&d->figures);
    plant_finish(&d->plant);
    array_free(&d->requirements.rows);
    catalogue_finish(&d->catalogue);
    store_close(d->store);
}

int desk_judge_run(const struct desk *d, const char *assessment, struct maturity *m,
                   struct arena *into, struct problem *why)
{
    const struct assessment_run *run = NULL;

    if (strcmp(assessment, "-") != 0) {
        run = ledger_named(&assessment_run_ledger, &d->plant.program, text_of(assessment));
        if (!run)
            return problem_set(why, -ENOENT, "there is no assessment \"%s\"", assessment);
    }
    maturity_judge(m, &d->plant, &d->requirements, &d->figures.proofs, &d->figures.signals, run,
                   into);
    return 0;
}

int listing_style_of(const struct listing_options *chosen, enum listing_style *style,
                     struct problem *why)
{
    if (chosen->json && chosen->csv)
        return problem_set(why, -EINVAL, "--json and --csv exclude each other");
    *style = chosen->json ? LISTING_JSON : chosen->csv ? LISTING_CSV : LISTING_TEXT;
    return 0;
}

int listing_show(struct listing *l, enum listing_style style, struct problem *why)
{
    struct buffer out = BUFFER_TO(STDOUT_FILENO);

    listing_print(l, style, &out);
    int rc = buffer_flush(&out);
    buffer_free(&out);
    listing_finish(l);
    return rc < 0 ? problem_set(why, rc, "standard output: %s", strerror(-rc)) : 0;
}

static int fill_and_show(struct desk *d, enum listing_style style, const struct listing_verb *verb,
                         struct problem *why)
{
    struct arena text;
    struct listing l;

    if (verb->judged)
        desk_judge(d);
    if (verb->prepare && verb->prepare(d, why) < 0)
        return why->code;
    arena_create(&text, ARENA_TRUSTED);
    listing_init(&l, verb->format, verb->columns);
    int code = verb->fill(d, &l, &text);
    int rc = listing_show(&l, style, why);
    arena_destroy(&text);
    return rc < 0 ? rc : code;
}

int listing_verb_run(const struct command *self, struct arguments given,
                     const struct listing_options *chosen, const struct listing_verb *verb)
{
    struct problem why = { 0 };
    enum listing_style style;
    struct desk d;

    if (options_parse(self->options, &given, 1, 1, &why) < 0 ||
        listing_style_of(chosen, &style, &why) < 0)
        return command_misused(self, &why);
    int rc = desk_open(&d, given.items[0], chosen->today, &why);
    if (rc == 0)
        rc = fill_and_show(&d, style, verb, &why);
    desk_close(&d);
    return rc < 0 ? command_fails(self, &why) : rc;
}
