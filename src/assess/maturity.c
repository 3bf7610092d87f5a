#include "assess/maturity.h"

#include <stdio.h>

#include "assess/metric_series.h"

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

static const char *const requirement_states[] = {
    [REQUIREMENT_at_target] = "at_target",           [REQUIREMENT_below_target] = "below_target",
    [REQUIREMENT_no_target] = "no_target",           [REQUIREMENT_not_assessed] = "not_assessed",
    [REQUIREMENT_not_applicable] = "not_applicable",
};

const char *requirement_state_name(enum requirement_state state)
{
    return requirement_states[state];
}

/* What one requirement's figure is made of. */
struct weighing {
    const struct plant *plant;
    const struct proofs *proofs;
    const struct signals *signals;
    const struct maturity *maturity;
    struct arena *into;
    struct requirement_figure *figure;
    unsigned levels;                   /* bit per level that something shows */
    const struct signal_result *limit; /* the signal that leaves least */
};

/* What is shown for a scope counts for whatever lies in it. */
static bool is_for(const struct weighing *w, const struct proof *proof)
{
    struct text scope = maturity_scope(w->maturity);

    return scope.length == 0 || program_scope_within(&w->plant->program, scope, proof->scope);
}

static void weigh_evidence(struct weighing *w)
{
    struct requirement_figure *f = w->figure;

    for (const struct proof *proof = proofs_first(w->proofs, f->requirement->id); proof;
         proof = proofs_next(w->proofs, proof)) {
        if (!is_for(w, proof))
            continue;
        f->evidence_total += proof->total;
        f->evidence_expired += proof->expired;
        f->evidence_counting += proof->counting;
        w->levels |= proof->levels;
        if (proof->next_expiry && (!f->next_expiry || proof->next_expiry < f->next_expiry))
            f->next_expiry = proof->next_expiry;
    }
}

static void weigh_signals(struct weighing *w)
{
    struct requirement_figure *f = w->figure;

    for (ARRAY_EACH(const struct signal_result, r, &w->signals->results)) {
        if (!signal_standing(r, f->requirement->id, w->proofs))
            continue;
        uint8_t level = r->signal->level;
        if (r->signal->effect == SIGNAL_supports) {
            f->supporting++;
            w->levels |= 1u << level;
            continue;
        }
        f->contradicting++;
        if (level - 1 < f->left) {
            f->left = (uint8_t)(level - 1);
            w->limit = r;
        }
    }
}

static void weigh_measures(struct weighing *w)
{
    for (ARRAY_EACH(const struct measure, m, &w->plant->program.measures)) {
        if (!text_equal(m->requirement, w->figure->requirement->id))
            continue;
        w->figure->measures_total++;
        w->figure->measures_counting += measure_state(w->proofs, m) == MEASURE_counting;
    }
}

static void weigh_metrics(struct weighing *w)
{
    for (ARRAY_EACH(const struct metric, m, &w->plant->program.metrics)) {
        if (!text_equal(m->requirement, w->figure->requirement->id))
            continue;
        bool shows = metric_shows(w->plant, m);
        w->figure->metrics_total++;
        w->figure->metrics_counting += shows;
        w->levels |= shows ? 1u << ML_MOST : 0;
    }
}

static uint8_t highest_shown(unsigned levels)
{
    uint8_t level = levels ? 1 : 0;

    while (level && level < ML_MOST && levels & 1u << (level + 1))
        level++;
    return level;
}

/* The first of them in the register of evidence. */
static const struct evidence *expired_for(const struct weighing *w, uint8_t level)
{
    const struct evidence *first = NULL;

    for (const struct proof *proof = proofs_first(w->proofs, w->figure->requirement->id); proof;
         proof = proofs_next(w->proofs, proof)) {
        const struct evidence *lapsed = is_for(w, proof) ? proof->lapsed[level] : NULL;
        if (lapsed && (!first || lapsed < first))
            first = lapsed;
    }
    return first;
}

static struct text why_not_shown(const struct weighing *w)
{
    uint8_t missing = (uint8_t)(w->figure->shown + 1);
    const struct evidence *lapsed = expired_for(w, missing);
    char date[11];

    if (!lapsed)
        return text_format(w->into, "Claimed %u, supported %u: nothing that counts shows level %u.",
                           w->figure->claimed, w->figure->supported, missing);
    moment_format_date(lapsed->expires, date);
    return text_format(w->into,
                       "Claimed %u, supported %u: %.*s, which showed level %u, expired on %s.",
                       w->figure->claimed, w->figure->supported, SHOWN(lapsed->id), missing, date);
}

static struct text decide_reason(const struct weighing *w)
{
    const struct requirement_figure *f = w->figure;

    if (f->refused_exclusion)
        return text_format(w->into, "Called not applicable without %s: it counts as not assessed.",
                           f->claim->reason.length ? "an approver" : "a reason");
    if (f->state == REQUIREMENT_not_applicable)
        return text_format(w->into, "Not applicable, approved by %.*s: %.*s",
                           SHOWN(f->claim->approver), SHOWN(f->claim->reason));
    if (f->claimed == 0)
        return text_format(w->into, "Nobody claims a level: it counts as zero.");
    if (f->supported == f->claimed && f->shown > f->claimed && f->left > f->claimed)
        return text_format(w->into, "Claimed %u and supported; what is shown would carry %u.",
                           f->claimed, f->shown < f->left ? f->shown : f->left);
    if (f->supported == f->claimed && f->state == REQUIREMENT_below_target)
        return text_format(w->into, "Claimed %u and supported; the target is %u.", f->claimed,
                           f->target);
    if (f->supported == f->claimed)
        return text_format(w->into, "Claimed %u and supported.", f->claimed);
    if (f->left < f->shown)
        return text_format(w->into, "Claimed %u, supported %u: signal \"%s\" rules out level %u.",
                           f->claimed, f->supported, w->limit->signal->id, w->limit->signal->level);
    return why_not_shown(w);
}

static bool is_excluded(const struct claim *claim)
{
    return claim && claim->not_applicable && claim->reason.length && claim->approver.length;
}

static enum requirement_state decide_state(const struct requirement_figure *f)
{
    if (is_excluded(f->claim))
        return REQUIREMENT_not_applicable;
    if (f->claimed == 0)
        return REQUIREMENT_not_assessed;
    if (f->target == 0)
        return REQUIREMENT_no_target;
    return f->supported >= f->target ? REQUIREMENT_at_target : REQUIREMENT_below_target;
}

static uint8_t least(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

static void judge_requirement(struct weighing *w)
{
    struct requirement_figure *f = w->figure;
    const struct assessment_run *run = w->maturity->run;
    const struct claim *claim =
        proofs_claim(w->proofs, run ? run->id : (struct text){ 0 }, f->requirement->id);

    f->claim = claim;
    f->left = ML_MOST;
    if (claim) {
        f->claimed = claim->not_applicable ? 0 : claim->level;
        f->target = claim->target;
        f->refused_exclusion = claim->not_applicable && !is_excluded(claim);
    }
    weigh_evidence(w);
    weigh_signals(w);
    weigh_measures(w);
    weigh_metrics(w);
    f->shown = highest_shown(w->levels);
    f->supported = least(f->claimed, least(f->shown, f->left));
    f->state = decide_state(f);
    f->reason = decide_reason(w);
}

static void count_requirement(struct element_figure *e, const struct requirement_figure *f)
{
    bool first = e->applicable == 0, first_assessed = e->assessed == 0;

    e->total++;
    e->states[f->state]++;
    e->refused_exclusions += f->refused_exclusion;
    e->evidence_expired += f->evidence_expired;
    if (f->state == REQUIREMENT_not_applicable)
        return;
    e->applicable++;
    e->claimed_at[f->claimed]++;
    e->supported_at[f->supported]++;
    e->overclaimed += f->supported < f->claimed;
    e->claimed = first ? f->claimed : least(e->claimed, f->claimed);
    e->supported = first ? f->supported : least(e->supported, f->supported);
    if (f->target > e->target)
        e->target = f->target;
    if (f->claimed == 0)
        return;
    e->assessed++;
    e->claimed_of_assessed =
        first_assessed ? f->claimed : least(e->claimed_of_assessed, f->claimed);
    e->supported_of_assessed =
        first_assessed ? f->supported : least(e->supported_of_assessed, f->supported);
}

static struct element_figure *element_of(struct maturity *m, const struct requirement *r)
{
    for (ARRAY_EACH(struct element_figure, e, &m->elements))
        if (text_equal(e->id, r->element))
            return e;
    struct element_figure *e = array_add(&m->elements);
    e->id = r->element;
    e->title = r->element_title;
    e->number = (uint32_t)m->elements.count;
    return e;
}

struct text maturity_scope(const struct maturity *m)
{
    return m->run ? m->run->scope : (struct text){ 0 };
}

void maturity_judge(struct maturity *m, const struct plant *plant,
                    const struct requirements *requirements, const struct proofs *proofs,
                    const struct signals *signals, const struct assessment_run *run,
                    struct arena *into)
{
    *m = (struct maturity){ .run = run, .overall.title = TEXT("All requirements") };
    for (ARRAY_EACH(const struct requirement, r, &requirements->rows)) {
        struct requirement_figure *figure = array_add(&m->requirements);
        struct weighing w = { plant, proofs, signals, m, into, figure, 0, NULL };
        figure->requirement = r;
        judge_requirement(&w);
        count_requirement(element_of(m, r), figure);
        count_requirement(&m->overall, figure);
    }
}

void maturity_finish(struct maturity *m)
{
    array_free(&m->requirements);
    array_free(&m->elements);
}

const struct requirement_figure *maturity_requirement(const struct maturity *m, struct text id)
{
    for (ARRAY_EACH(const struct requirement_figure, f, &m->requirements))
        if (text_equal(f->requirement->id, id))
            return f;
    return NULL;
}

const struct element_figure *maturity_element(const struct maturity *m, struct text id)
{
    for (ARRAY_EACH(const struct element_figure, e, &m->elements))
        if (text_equal(e->id, id))
            return e;
    return NULL;
}
