#include "report/concern.h"

#include <stdlib.h>

#include "report/html.h"
#include "report/words.h"

#define NUMBERS(a, b) (((a) > (b)) - ((a) < (b)))

static const struct {
    const char *name, *title;
    enum severity severity; /* a contradiction brings its own */
} kinds[CONCERN_KIND_COUNT] = {
    [CONCERN_contradiction] = { "contradiction", "The plant contradicts it", SEVERITY_note },
    [CONCERN_expired_measure] = { "expired_measure", "Compensating measure has expired",
                                  SEVERITY_high },
    [CONCERN_idle_measure] = { "idle_measure", "Compensating measure does not count",
                               SEVERITY_medium },
    [CONCERN_altered_evidence] = { "altered_evidence", "Evidence was altered", SEVERITY_high },
    [CONCERN_missing_evidence] = { "missing_evidence", "Evidence is missing", SEVERITY_medium },
    [CONCERN_expired_evidence] = { "expired_evidence", "Evidence has expired", SEVERITY_medium },
    [CONCERN_expired_conduit] = { "expired_conduit", "Conduit has expired", SEVERITY_low },
    [CONCERN_unsupported_claim] = { "unsupported_claim", "Claim is not supported",
                                    SEVERITY_medium },
    [CONCERN_refused_exclusion] = { "refused_exclusion", "Exclusion is not accepted",
                                    SEVERITY_medium },
};

const char *concern_kind_name(enum concern_kind kind)
{
    return kinds[kind].name;
}

const char *concern_kind_title(enum concern_kind kind)
{
    return kinds[kind].title;
}

static struct concern *add(struct concerns *f, enum concern_kind kind, struct text source,
                           struct text requirement)
{
    struct concern *row = array_add(&f->rows);

    *row = (struct concern){
        .kind = kind,
        .severity = kinds[kind].severity,
        .source = source,
        .requirement = requirement,
    };
    return row;
}

static struct text cited(const struct signal *signal, struct arena *into)
{
    struct joined all = { BUFFER_KEPT, ", " };

    for (size_t i = 0; i < SIGNAL_REQUIREMENTS_MOST; i++)
        if (signal->requirements[i].id)
            join(&all, "%s", signal->requirements[i].id);
    return text_of(joined_words(&all, "", into));
}

/* Only when each requirement that the signal speaks to has a measure for this asset. */
static struct text compensation(const struct signal *signal, const struct signal_row *row,
                                const struct proofs *proofs, struct arena *into)
{
    struct joined all = { BUFFER_KEPT, ", " };
    bool whole = true;

    for (size_t i = 0; i < SIGNAL_REQUIREMENTS_MOST && signal->requirements[i].id; i++) {
        const struct measure *m =
            measure_for(proofs, text_of(signal->requirements[i].id), &row->about);
        whole = whole && m;
        if (m)
            join(&all, "%.*s", SHOWN(m->id));
    }
    struct text words = text_of(joined_words(&all, "", into));
    return whole ? words : (struct text){ 0 };
}

static void gather_signal(struct concerns *f, const struct signal_result *r,
                          const struct proofs *proofs, struct arena *into)
{
    struct text requirement = cited(r->signal, into);

    for (ARRAY_EACH(const struct signal_row, row, &r->rows)) {
        if (row->severity == SEVERITY_note)
            continue;
        struct concern *found = add(f, CONCERN_contradiction, text_of(r->signal->id), requirement);
        found->severity = row->severity;
        found->sentence = row->sentence;
        found->since = row->first;
        found->capture = row->capture;
        found->frame = row->frame;
        found->compensated = compensation(r->signal, row, proofs, into);
    }
}

static void gather_evidence(struct concerns *f, const struct evidence *e, moment_us today,
                            struct arena *into)
{
    static const struct {
        bool counts;
        enum concern_kind kind;
        const char *what;
    } by_state[EVIDENCE_STATE_COUNT] = {
        [EVIDENCE_expired] = { true, CONCERN_expired_evidence, "it expired" },
        [EVIDENCE_file_missing] = { true, CONCERN_missing_evidence,
                                    "neither its file nor a link is there" },
        [EVIDENCE_file_altered] = { true, CONCERN_altered_evidence,
                                    "its file is not any more what its digest says" },
    };
    enum evidence_state state = evidence_state(e, today);

    if (!by_state[state].counts)
        return;
    struct concern *found = add(f, by_state[state].kind, e->id, e->requirement);
    found->sentence = text_format(into, "%.*s, which was to show level %u, does not count: %s.",
                                  SHOWN(e->title), e->level, by_state[state].what);
    found->since = state == EVIDENCE_expired ? e->expires : 0;
}

static void gather_measure(struct concerns *f, const struct measure *m, const struct proofs *proofs,
                           struct arena *into)
{
    enum measure_state state = measure_state(proofs, m);

    if (state == MEASURE_counting)
        return;
    bool expired = state == MEASURE_expired;
    struct concern *found =
        add(f, expired ? CONCERN_expired_measure : CONCERN_idle_measure, m->id, m->requirement);
    found->sentence = text_format(into, "%.*s for %s does not count: %s.", SHOWN(m->title),
                                  address_words(&m->asset, into), measure_state_word(state));
    found->since = expired ? m->expires : 0;
}

static void gather_conduit(struct concerns *f, const struct conduit *c, moment_us today,
                           struct arena *into)
{
    if (!conduit_is_expired(c, today))
        return;
    struct concern *found = add(f, CONCERN_expired_conduit, c->id, (struct text){ 0 });
    found->sentence = text_format(into, "%.*s, from %.*s to %.*s, lets nothing through any more.",
                                  SHOWN(c->name), SHOWN(c->from), SHOWN(c->to));
    found->since = c->expires;
}

static void gather_requirement(struct concerns *f, const struct requirement_figure *figure)
{
    if (figure->refused_exclusion)
        add(f, CONCERN_refused_exclusion, figure->requirement->id, figure->requirement->id)
            ->sentence = figure->reason;
    else if (figure->supported < figure->claimed)
        add(f, CONCERN_unsupported_claim, figure->requirement->id, figure->requirement->id)
            ->sentence = figure->reason;
}

static int compare(const void *left, const void *right)
{
    const struct concern *a = left, *b = right;
    int order = NUMBERS(a->compensated.length > 0, b->compensated.length > 0);

    if (!order)
        order = NUMBERS(b->severity, a->severity);
    if (!order)
        order = NUMBERS(a->kind, b->kind);
    if (!order)
        order = text_compare(a->source, b->source);
    return order ? order : text_compare(a->sentence, b->sentence);
}

void concerns_gather(struct concerns *f, const struct assessment *a, struct arena *into)
{
    const struct plant *plant = a->plant;

    *f = (struct concerns){ 0 };
    for (ARRAY_EACH(const struct signal_result, r, &a->signals.results))
        if (r->signal->effect == SIGNAL_contradicts)
            gather_signal(f, r, &a->proofs, into);
    for (ARRAY_EACH(const struct evidence, e, &plant->program.evidence))
        gather_evidence(f, e, plant->today, into);
    for (ARRAY_EACH(const struct measure, m, &plant->program.measures))
        gather_measure(f, m, &a->proofs, into);
    for (ARRAY_EACH(const struct conduit, c, &plant->program.conduits))
        gather_conduit(f, c, plant->today, into);
    for (ARRAY_EACH(const struct requirement_figure, figure, &a->maturity.requirements))
        gather_requirement(f, figure);
    if (f->rows.count)
        qsort(f->rows.items, f->rows.count, sizeof *f->rows.items, compare);
}

void concerns_finish(struct concerns *f)
{
    array_free(&f->rows);
}

const char *expiry_kind_name(enum expiry_kind kind)
{
    static const char *const names[EXPIRY_KIND_COUNT] = {
        [EXPIRY_evidence] = "evidence",
        [EXPIRY_measure] = "measure",
        [EXPIRY_conduit] = "conduit",
    };

    return names[kind];
}

static int compare_expiries(const void *left, const void *right)
{
    const struct expiry *a = left, *b = right;
    int order = NUMBERS(a->at, b->at);

    if (!order)
        order = NUMBERS(a->kind, b->kind);
    return order ? order : text_compare(a->id, b->id);
}

void expiries_gather(struct expiries *all, const struct plant *plant)
{
    const struct program *p = &plant->program;

    *all = (struct expiries){ 0 };
    for (ARRAY_EACH(const struct evidence, e, &p->evidence))
        if (e->expires)
            *array_add(&all->rows) =
                (struct expiry){ EXPIRY_evidence, e->id, e->title, e->requirement, e->expires };
    for (ARRAY_EACH(const struct measure, m, &p->measures))
        *array_add(&all->rows) =
            (struct expiry){ EXPIRY_measure, m->id, m->title, m->requirement, m->expires };
    for (ARRAY_EACH(const struct conduit, c, &p->conduits))
        if (c->expires)
            *array_add(&all->rows) =
                (struct expiry){ EXPIRY_conduit, c->id, c->name, (struct text){ 0 }, c->expires };
    if (all->rows.count)
        qsort(all->rows.items, all->rows.count, sizeof *all->rows.items, compare_expiries);
}

void expiries_finish(struct expiries *e)
{
    array_free(&e->rows);
}
