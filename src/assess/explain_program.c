/* explain_program.c - figures of the security program: overall, elements, requirements, signals. */
#include "assess/explain_steps.h"
#include "assess/metric_series.h"

/* Headings over the requirements in each state, in the order in which a reader wants them. */
static const struct {
    enum requirement_state state;
    const char *one, *many;
} headings[] = {
    { REQUIREMENT_at_target, "is at its target", "are at their targets" },
    { REQUIREMENT_below_target, "is below its target", "are below their targets" },
    { REQUIREMENT_no_target, "has no target", "have no target" },
    { REQUIREMENT_not_assessed, "is not assessed and counts as zero",
      "are not assessed and count as zero" },
    { REQUIREMENT_not_applicable, "is not applicable", "are not applicable" },
};

static bool is_in(const struct requirement_figure *f, struct text element)
{
    return element.length == 0 || text_equal(f->requirement->element, element);
}

static void tell_requirement_line(struct telling *t, unsigned depth,
                                  const struct requirement_figure *f)
{
    tell(t, depth, "%.*s: %.*s", SHOWN(f->requirement->id), SHOWN(f->reason));
    refer(t, REFERENCE_requirement, f->requirement->id, f->requirement->title);
}

static void tell_states(struct telling *t, const struct element_figure *e)
{
    for (size_t i = 0; i < COUNT_OF(headings); i++) {
        uint32_t count = e->states[headings[i].state];
        if (count == 0)
            continue;
        tell(t, 0, "%u of %u requirements %s.", count, e->total,
             count == 1 ? headings[i].one : headings[i].many);
        for (ARRAY_EACH(const struct requirement_figure, f, &t->a->maturity.requirements))
            if (f->state == headings[i].state && is_in(f, e->id))
                tell_requirement_line(t, 1, f);
    }
}

static void tell_distribution(struct telling *t, const struct element_figure *e)
{
    tell(t, 0,
         "Supported levels of the %u applicable requirements: %u at 0, %u at 1, %u at 2, %u at "
         "3, %u at 4.",
         e->applicable, e->supported_at[0], e->supported_at[1], e->supported_at[2],
         e->supported_at[3], e->supported_at[4]);
    tell(t, 0, "Claimed levels: %u at 0, %u at 1, %u at 2, %u at 3, %u at 4.", e->claimed_at[0],
         e->claimed_at[1], e->claimed_at[2], e->claimed_at[3], e->claimed_at[4]);
    if (e->overclaimed)
        tell(t, 0, "%u claimed above what is supported.", e->overclaimed);
    if (e->refused_exclusions)
        tell(t, 0, "%u called not applicable without reason or approver.", e->refused_exclusions);
    if (e->evidence_expired)
        tell(t, 0, "%u pieces of evidence have expired.", e->evidence_expired);
}

bool explain_overall(struct telling *t, struct text id)
{
    const struct maturity *m = &t->a->maturity;
    const struct element_figure *all = &m->overall;

    (void)id;
    t->out->title = TEXT("Requirements at target");
    t->out->value = text_format(&t->out->text, "%u", all->states[REQUIREMENT_at_target]);
    t->out->sentence = text_format(&t->out->text, "%u of %u requirements at target, as of %s.",
                                   all->states[REQUIREMENT_at_target], all->total,
                                   tell_date(t, t->a->plant->today));
    for (ARRAY_EACH(const struct element_figure, e, &m->elements)) {
        tell(t, 0, "%.*s, %.*s: %u of %u at target; claimed %u, supported %u at the least.",
             SHOWN(e->id), SHOWN(e->title), e->states[REQUIREMENT_at_target], e->total, e->claimed,
             e->supported);
        refer(t, REFERENCE_element, e->id, e->title);
    }
    tell_states(t, all);
    tell_distribution(t, all);
    return true;
}

static void tell_lowest(struct telling *t, const struct element_figure *e)
{
    tell(t, 0, "These hold it at %u:", e->supported);
    for (ARRAY_EACH(const struct requirement_figure, f, &t->a->maturity.requirements))
        if (is_in(f, e->id) && f->state != REQUIREMENT_not_applicable &&
            f->supported == e->supported)
            tell_requirement_line(t, 1, f);
}

bool explain_element(struct telling *t, struct text id)
{
    const struct element_figure *e = maturity_element(&t->a->maturity, id);

    if (!e)
        return false;
    t->out->title = text_format(&t->out->text, "Supported maturity of %.*s, %.*s", SHOWN(e->id),
                                SHOWN(e->title));
    t->out->value = text_format(&t->out->text, "%u", e->supported);
    t->out->sentence = text_format(
        &t->out->text,
        "Claimed %u, supported %u: the least of its %u applicable requirements, with what is not "
        "assessed as zero.",
        e->claimed, e->supported, e->applicable);
    if (e->applicable)
        tell_lowest(t, e);
    if (e->assessed < e->applicable)
        tell(t, 0, "Of the %u that are assessed: claimed %u, supported %u.", e->assessed,
             e->claimed_of_assessed, e->supported_of_assessed);
    tell_states(t, e);
    tell_distribution(t, e);
    return true;
}

static void tell_claim(struct telling *t, const struct requirement_figure *f)
{
    const struct claim *c = f->claim;

    if (!c) {
        tell(t, 0, "Nobody has said anything of it.");
        return;
    }
    if (c->not_applicable)
        tell(t, 0, "Called not applicable: \"%.*s\"; %s%.*s.", SHOWN(c->reason),
             c->approver.length ? "approved by " : "approved by nobody", SHOWN(c->approver));
    else
        tell(t, 0, "Claimed level %u, target %u (%.*s, %s%s%.*s).", c->level, c->target,
             SHOWN(c->assessor.length ? c->assessor : TEXT("somebody")), tell_date(t, c->at),
             c->method.length ? ", " : "", SHOWN(c->method));
    refer(t, REFERENCE_claim, c->requirement, TEXT("claim"));
    if (c->narrative.length)
        tell(t, 1, "\"%.*s\"", SHOWN(c->narrative));
}

static struct text evidence_phrase(struct telling *t, const struct evidence *e)
{
    struct arena *into = &t->out->text;

    switch (evidence_state(e, t->a->plant->today)) {
    case EVIDENCE_counting:
        return e->expires ? text_format(into, "shows level %u until %s", e->level,
                                        tell_date(t, e->expires))
                          : text_format(into, "shows level %u", e->level);
    case EVIDENCE_expired:
        return text_format(into, "showed level %u and expired on %s", e->level,
                           tell_date(t, e->expires));
    case EVIDENCE_not_yet:
        return text_format(into, "would show level %u, but is dated after today", e->level);
    case EVIDENCE_file_missing:
        return text_format(into, "would show level %u, but neither file nor link is there",
                           e->level);
    default:
        return text_format(into, "would show level %u, but its file was altered", e->level);
    }
}

static void tell_evidence(struct telling *t, struct text requirement)
{
    for (ARRAY_EACH(const struct evidence, e, &t->a->plant->program.evidence)) {
        if (!evidence_is_for(&t->a->plant->program, e, requirement,
                             maturity_scope(&t->a->maturity)))
            continue;
        tell(t, 1, "%.*s %.*s: %.*s \"%.*s\", collected on %s.", SHOWN(e->id),
             SHOWN(evidence_phrase(t, e)), SHOWN(e->kind), SHOWN(e->title),
             tell_date(t, e->collected));
        refer(t, REFERENCE_evidence, e->id, e->title);
    }
}

static const char *why_cited(const struct signal *signal, struct text requirement)
{
    for (size_t i = 0; i < SIGNAL_REQUIREMENTS_MOST; i++)
        if (signal->requirements[i].id && text_is(requirement, signal->requirements[i].id))
            return signal->requirements[i].why;
    return "";
}

/* The rows of a signal that have an effect on a requirement, and those that a measure takes out. */
static void tell_rows_for(struct telling *t, const struct signal_result *r, struct text requirement)
{
    size_t told = 0;

    for (ARRAY_EACH(const struct signal_row, row, &r->rows)) {
        if (row->severity == SEVERITY_note)
            continue;
        if (told++ == EXPLAIN_ROWS_MOST) {
            tell(t, 2, "And %zu more; signal:%s has them all.",
                 r->found - (size_t)EXPLAIN_ROWS_MOST, r->signal->id);
            return;
        }
        tell_signal_row(t, 2, row);
        const struct measure *m = r->signal->effect == SIGNAL_contradicts
                                      ? measure_for(&t->a->proofs, requirement, &row->about)
                                      : NULL;
        if (m) {
            tell(t, 3, "Measure %.*s stands in for it until %s.", SHOWN(m->id),
                 tell_date(t, m->expires));
            refer(t, REFERENCE_measure, m->id, m->title);
        }
    }
}

static void tell_signal_for(struct telling *t, const struct signal_result *r,
                            struct text requirement)
{
    const struct signal *s = r->signal;
    uint32_t standing = signal_standing(r, requirement, &t->a->proofs);

    if (r->state != SIGNAL_found)
        tell(t, 1, "Signal \"%s\" says nothing: %.*s", s->id, SHOWN(r->sentence));
    else if (standing == 0)
        tell(t, 1, "Signal \"%s\" is silenced by measures: %.*s", s->id, SHOWN(r->sentence));
    else if (s->effect == SIGNAL_supports)
        tell(t, 1, "Signal \"%s\" shows level %u: %.*s %s", s->id, s->level, SHOWN(r->sentence),
             why_cited(s, requirement));
    else
        tell(t, 1, "Signal \"%s\" rules out level %u: %.*s %s", s->id, s->level, SHOWN(r->sentence),
             why_cited(s, requirement));
    refer(t, REFERENCE_signal, text_of(s->id), text_of(s->title));
    tell_rows_for(t, r, requirement);
}

static void tell_metrics(struct telling *t, struct text requirement)
{
    for (ARRAY_EACH(const struct metric, m, &t->a->plant->program.metrics)) {
        if (!text_equal(m->requirement, requirement))
            continue;
        struct metric_series s = metric_series(t->a->plant, m);
        const char *gap = metric_gap(t->a->plant, &s);
        tell(t, 1, "Metric %.*s, \"%.*s\", %s", SHOWN(m->id), SHOWN(m->title),
             gap ? "does not show level 4 yet:" : "shows level 4:");
        if (gap)
            tell(t, 2, "%s", gap);
        else
            tell(t, 2, "%zu readings up to %s, and review %.*s of %s.", s.count,
                 tell_date(t, s.last->day), SHOWN(s.improvement->id),
                 tell_date(t, s.improvement->held));
    }
}

static void tell_signals(struct telling *t, struct text requirement, enum signal_effect effect)
{
    for (ARRAY_EACH(const struct signal_result, r, &t->a->signals.results))
        if (r->signal->effect == effect && signal_cites(r->signal, requirement))
            tell_signal_for(t, r, requirement);
}

static const char *measure_phrase(enum measure_state state)
{
    static const char *const phrases[] = {
        [MEASURE_counting] = "counts until",
        [MEASURE_expired] = "stopped counting on",
        [MEASURE_untested] = "does not count, since nobody has tested it; it expires on",
        [MEASURE_ineffective] =
            "does not count, since its test found it ineffective; it expires on",
        [MEASURE_contradicted] =
            "does not count, since traffic breaks the conduit that it rests on; it expires on",
    };

    return phrases[state];
}

static void tell_breach(struct telling *t, const struct measure *m)
{
    const struct breach *b = measure_breach(&t->a->proofs, m);

    if (!b)
        return;
    tell(t, 2, "%u %s the conduit %.*s does not let through, the first of them: %.*s", b->count,
         b->count == 1 ? "conversation that" : "conversations that", SHOWN(b->conduit->id),
         SHOWN(t->a->passages.rows.items[b->dialogue].reason));
    refer(t, REFERENCE_conduit, b->conduit->id, b->conduit->name);
    refer_dialogue(t, b->dialogue);
}

static void tell_measures(struct telling *t, const struct requirement_figure *f)
{
    if (f->measures_total)
        tell(t, 0, "%u of %u compensating measures count.", f->measures_counting,
             f->measures_total);
    for (ARRAY_EACH(const struct measure, m, &t->a->plant->program.measures)) {
        if (!text_equal(m->requirement, f->requirement->id))
            continue;
        tell(t, 1, "%.*s, \"%.*s\", %s %s.", SHOWN(m->id), SHOWN(m->title),
             measure_phrase(measure_state(&t->a->proofs, m)), tell_date(t, m->expires));
        refer(t, REFERENCE_measure, m->id, m->title);
        if (m->asset.kind != ADDRESS_NONE)
            refer_asset(t, &m->asset);
        tell_breach(t, m);
    }
}

bool explain_requirement(struct telling *t, struct text id)
{
    const struct requirement_figure *f = maturity_requirement(&t->a->maturity, id);

    if (!f)
        return false;
    t->out->title = text_format(&t->out->text, "Supported maturity of %.*s", SHOWN(id));
    t->out->value = f->state == REQUIREMENT_not_applicable
                        ? TEXT("not applicable")
                        : text_format(&t->out->text, "%u", f->supported);
    t->out->sentence = text_copy(f->reason, &t->out->text);
    tell_claim(t, f);
    tell(t, 0, "What counts shows level %u.", f->shown);
    tell_evidence(t, id);
    tell_metrics(t, id);
    tell_signals(t, id, SIGNAL_supports);
    tell(t, 0,
         f->left < ML_MOST ? "What the plant shows against it leaves level %u."
                           : "Nothing that was seen rules out any of the %u levels.",
         f->left);
    tell_signals(t, id, SIGNAL_contradicts);
    tell_measures(t, f);
    if (f->state != REQUIREMENT_not_applicable)
        tell(t, 0, "Supported is the least of claimed %u, shown %u and left %u: %u.", f->claimed,
             f->shown, f->left, f->supported);
    return true;
}

bool explain_signal(struct telling *t, struct text id)
{
    const struct signal_result *r = signals_find(&t->a->signals, id);

    if (!r)
        return false;
    const struct signal *s = r->signal;
    bool supports = s->effect == SIGNAL_supports;
    t->out->title = text_of(s->title);
    t->out->value = text_format(&t->out->text, "%u", r->found);
    t->out->sentence = text_copy(r->sentence, &t->out->text);
    tell(t, 0, "It looks at: %s", s->looks_at);
    for (size_t i = 0; i < SIGNAL_REQUIREMENTS_MOST && s->requirements[i].id; i++) {
        struct text requirement = text_of(s->requirements[i].id);
        tell(t, 0, "It %s level %u of %s: %s", supports ? "can show" : "can rule out", s->level,
             s->requirements[i].id, s->requirements[i].why);
        refer(t, REFERENCE_requirement, requirement, requirement);
        if (r->found)
            tell(t, 1, "%u of its %u rows stand.", signal_standing(r, requirement, &t->a->proofs),
                 r->found);
    }
    for (ARRAY_EACH(const struct signal_row, row, &r->rows)) {
        tell_signal_row(t, 0, row);
        if (row->severity == SEVERITY_note)
            tell(t, 1, "This is a note and has no effect.");
    }
    return true;
}
