#include "model/program.h"

void program_finish(struct program *p)
{
    for (ARRAY_EACH(struct zone, zone, &p->zones)) {
        array_free(&zone->prefixes);
        array_free(&zone->members);
    }
    for (ARRAY_EACH(struct conduit, conduit, &p->conduits))
        array_free(&conduit->services);
    array_free(&p->zones);
    array_free(&p->conduits);
#define LEDGER(row, rows) array_free(&p->rows);
#include "model/ledgers.def"
#undef LEDGER
    lookup_finish(&p->lookup);
}

void program_settle(struct program *p)
{
    lookup_make(&p->lookup, p);
}

const struct address_lookup *program_lookup(const struct program *p, struct address_lookup *own)
{
    *own = (struct address_lookup){ 0 };
    if (p->lookup.settled)
        return &p->lookup;
    lookup_make(own, p);
    return own;
}

const struct registered *program_registered(const struct program *p, const struct address *address)
{
    struct address_lookup own;
    uint32_t row = lookup_registered(program_lookup(p, &own), p, address);

    lookup_finish(&own);
    return row == INDEX_NONE ? NULL : &p->registered.items[row];
}

const struct zone *program_zone(const struct program *p, struct text id)
{
    for (ARRAY_EACH(const struct zone, zone, &p->zones))
        if (text_equal(zone->id, id))
            return zone;
    return NULL;
}

static bool is_whole(const struct program *p, struct text scope)
{
    const struct scope *row = ledger_named(&scope_ledger, p, scope);

    return scope.length == 0 || (row && row->parent.length == 0);
}

static bool is_later(const struct assessment_run *a, const struct assessment_run *b)
{
    if (!b || a->begun != b->begun)
        return !b || a->begun > b->begun;
    return text_compare_numbered(a->id, b->id) > 0;
}

const struct assessment_run *program_assessment(const struct program *p, struct text scope)
{
    const struct assessment_run *found = NULL;

    for (ARRAY_EACH(const struct assessment_run, a, &p->assessments)) {
        bool fits = scope.length ? text_equal(a->scope, scope) : is_whole(p, a->scope);
        if (fits && !text_is(a->state, "planned") && is_later(a, found))
            found = a;
    }
    return found;
}

const struct claim *program_claim_in(const struct program *p, struct text assessment,
                                     struct text requirement)
{
    for (ARRAY_EACH(const struct claim, claim, &p->claims))
        if (text_equal(claim->requirement, requirement) &&
            text_equal(claim->assessment, assessment))
            return claim;
    return NULL;
}

const struct claim *program_claim(const struct program *p, struct text requirement)
{
    const struct assessment_run *a = program_assessment(p, (struct text){ 0 });

    return program_claim_in(p, a ? a->id : (struct text){ 0 }, requirement);
}

bool program_scope_within(const struct program *p, struct text inner, struct text outer)
{
    if (outer.length == 0)
        return true;
    for (size_t steps = 0; inner.length && steps <= p->scopes.count; steps++) {
        const struct scope *row = ledger_named(&scope_ledger, p, inner);
        if (text_equal(inner, outer))
            return true;
        inner = row ? row->parent : (struct text){ 0 };
    }
    return false;
}
