#include "assess/readiness.h"

#include <stdlib.h>

#include "assess/standing.h"

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

static const char *const state_names[] = {
    [READINESS_ready] = "ready",
    [READINESS_documented] = "documented",
    [READINESS_open] = "open",
    [READINESS_excluded] = "excluded",
};

const char *readiness_state_name(enum readiness_state state)
{
    return state_names[state];
}

/* The first that counts and shows a level between the two. */
static const struct evidence *evidence_at(const struct assessment *a, struct text requirement,
                                          uint8_t least, uint8_t most)
{
    for (ARRAY_EACH(const struct evidence, e, &a->plant->program.evidence))
        if (e->level >= least && e->level <= most &&
            evidence_is_for(&a->plant->program, e, requirement, maturity_scope(&a->maturity)) &&
            evidence_state(e, a->plant->today) == EVIDENCE_counting)
            return e;
    return NULL;
}

static enum readiness_state state_of(const struct readiness_row *row)
{
    if (row->figure->state == REQUIREMENT_not_applicable)
        return READINESS_excluded;
    if (row->figure->supported >= 3 && row->document && row->practice)
        return READINESS_ready;
    return row->document && row->figure->supported >= 2 ? READINESS_documented : READINESS_open;
}

static struct text what_is_missing(const struct readiness_row *row)
{
    const struct requirement_figure *f = row->figure;

    if (row->state == READINESS_ready || row->state == READINESS_excluded)
        return (struct text){ 0 };
    if (!row->document)
        return TEXT("An approved document that is in date.");
    if (!row->practice)
        return TEXT("A record that shows it in practice, no older than it may be.");
    if (f->left < 3)
        return TEXT("An answer to the signal that speaks against it.");
    if (f->claimed < 3)
        return TEXT("A claim: what is there would carry level 3.");
    return f->reason;
}

static void judge_requirements(struct readiness *r, const struct assessment *a)
{
    for (ARRAY_EACH(const struct requirement_figure, f, &a->maturity.requirements)) {
        struct readiness_row row = { .figure = f };
        row.document = evidence_at(a, f->requirement->id, 2, 2);
        row.practice = evidence_at(a, f->requirement->id, 3, ML_MOST);
        row.state = state_of(&row);
        row.missing = what_is_missing(&row);
        r->counts[row.state]++;
        *array_add(&r->rows) = row;
    }
}

/* ---- what must hold first ---- */

static void add_item(struct readiness *r, const char *title, bool holds, struct text sentence)
{
    *array_add(&r->items) = (struct readiness_item){ title, holds, sentence };
}

static void check_scope(struct readiness *r, const struct assessment *a, struct arena *into)
{
    const struct program *p = &a->plant->program;
    size_t systems = 0, owners = 0;

    for (ARRAY_EACH(const struct scope, s, &p->scopes))
        systems += text_is(s->kind, "system");
    for (ARRAY_EACH(const struct party, party, &p->parties))
        owners += text_is(party->kind, "asset owner");
    add_item(r, "The system under consideration is named", systems > 0,
             text_format(into, "%zu systems among %zu scopes.", systems, p->scopes.count));
    add_item(r, "An asset owner answers for it", owners > 0,
             text_format(into, "%zu organisations are asset owners.", owners));
}

static void check_zones(struct readiness *r, const struct assessment *a, struct arena *into)
{
    const struct program *p = &a->plant->program;
    size_t targets = 0;

    for (ARRAY_EACH(const struct zone, z, &p->zones))
        for (int fr = 0; fr < FR_COUNT; fr++)
            if (z->sl_target[fr]) {
                targets++;
                break;
            }
    add_item(r, "It is parted into zones", p->zones.count > 1,
             text_format(into, "%zu zones and %zu conduits.", p->zones.count, p->conduits.count));
    add_item(r, "Zones have their target levels", targets > 0,
             text_format(into, "%zu of %zu zones have an SL-T.", targets, p->zones.count));
}

static const struct signal_result *signal_named(const struct assessment *a, const char *id)
{
    for (ARRAY_EACH(const struct signal_result, s, &a->signals.results))
        if (text_is(text_of(s->signal->id), id))
            return s;
    return NULL;
}

static void check_inventory(struct readiness *r, const struct assessment *a, struct arena *into)
{
    const struct signal_result *strangers = signal_named(a, "asset-unregistered");
    size_t found = strangers ? strangers->found : 0;

    add_item(r, "Everything that talks is in the register",
             a->plant->program.registered.count > 0 && found == 0,
             text_format(into, "%zu assets in the register; %zu talk and are not in it.",
                         a->plant->program.registered.count, found));
}

static void check_measures(struct readiness *r, const struct assessment *a, struct arena *into)
{
    size_t idle = 0;

    for (ARRAY_EACH(const struct measure, m, &a->plant->program.measures))
        idle += measure_state(&a->proofs, m) != MEASURE_counting;
    add_item(r, "Every compensating measure counts", idle == 0,
             text_format(into, "%zu of %zu measures do not count today.", idle,
                         a->plant->program.measures.count));
}

bool finding_is_open(const struct finding *f)
{
    return text_is(f->state, "open") || text_is(f->state, "corrected");
}

static bool is_nonconformity(const struct finding *f)
{
    return finding_is_open(f) &&
           (text_is(f->grade, "major nonconformity") || text_is(f->grade, "minor nonconformity"));
}

static void check_findings(struct readiness *r, const struct assessment *a, struct arena *into)
{
    for (ARRAY_EACH(const struct finding, f, &a->plant->program.findings))
        r->nonconformities += is_nonconformity(f);
    add_item(
        r, "No nonconformity is open", r->nonconformities == 0,
        text_format(into, "%u nonconformities are open or not yet verified.", r->nonconformities));
}

static void check_duties(struct readiness *r, const struct assessment *a, struct arena *into)
{
    add_item(r, "Responsibilities are written down", a->plant->program.duties.count > 0,
             text_format(into, "%zu rows of responsibilities.", a->plant->program.duties.count));
}

/* ---- what an evaluator would look at ---- */

static uint8_t highest_target(const struct zone *z)
{
    uint8_t highest = 0;

    for (int fr = 0; fr < FR_COUNT; fr++)
        if (z->sl_target[fr] > highest)
            highest = z->sl_target[fr];
    return highest;
}

static int compare_samples(const void *left, const void *right)
{
    const struct zone_sample *a = left, *b = right;

    if (a->zone->safety != b->zone->safety)
        return a->zone->safety ? -1 : 1;
    if (a->level != b->level)
        return a->level > b->level ? -1 : 1;
    return text_compare(a->zone->id, b->zone->id);
}

static void propose_samples(struct readiness *r, const struct assessment *a)
{
    for (ARRAY_EACH(const struct zone, z, &a->plant->program.zones))
        if (!z->business)
            *array_add(&r->samples) = (struct zone_sample){ z, highest_target(z),
                                                            z->safety ? "holds safety functions"
                                                                      : "by its target level" };
    if (r->samples.count)
        qsort(r->samples.items, r->samples.count, sizeof *r->samples.items, compare_samples);
}

void readiness_judge(struct readiness *r, const struct assessment *a, struct arena *into)
{
    *r = (struct readiness){ 0 };
    judge_requirements(r, a);
    check_scope(r, a, into);
    check_zones(r, a, into);
    check_inventory(r, a, into);
    check_duties(r, a, into);
    check_measures(r, a, into);
    check_findings(r, a, into);
    propose_samples(r, a);
    r->ready = r->counts[READINESS_open] == 0 && r->counts[READINESS_documented] == 0;
    for (ARRAY_EACH(const struct readiness_item, item, &r->items))
        r->ready = r->ready && item->holds;
}

void readiness_finish(struct readiness *r)
{
    array_free(&r->rows);
    array_free(&r->items);
    array_free(&r->samples);
}
