#include "model/program_check.h"

#include <stdio.h>
#include <string.h>

/* What every rule gets: the program, and where to complain. */
struct check {
    const struct program *program;
    const struct requirements *requirements;
    struct arena *into;
    struct complaints *out;
};

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

#define COMPLAIN(check, part_of, index, ...)                                                       \
    (*array_add(&(check)->out->rows) = (struct complaint){                                         \
         (part_of), (uint32_t)(index), text_format((check)->into, __VA_ARGS__) })

bool program_zone_within(const struct program *p, const struct zone *inner,
                         const struct zone *outer)
{
    for (size_t steps = 0; inner && steps <= p->zones.count; steps++) {
        if (inner == outer)
            return true;
        inner = inner->parent.length ? program_zone(p, inner->parent) : NULL;
    }
    return false;
}

static bool is_cyclic(const struct program *p, const struct zone *zone)
{
    const struct zone *up = program_zone(p, zone->parent);

    for (size_t steps = 0; up && steps < p->zones.count; steps++) {
        if (up == zone)
            return true;
        up = up->parent.length ? program_zone(p, up->parent) : NULL;
    }
    return false;
}

static bool prefixes_equal(const struct prefix *a, const struct prefix *b)
{
    return a->bits == b->bits && address_equal(&a->base, &b->base);
}

static void prefix_name(const struct prefix *p, char out[ADDRESS_TEXT + 4])
{
    char base[ADDRESS_TEXT];

    address_format(&p->base, base);
    snprintf(out, ADDRESS_TEXT + 4, "%s/%u", base, p->bits);
}

/* Two zones of which none lies in the other may not claim the same addresses equally. */
static void check_rivals(const struct check *c, size_t at, const struct zone *other)
{
    const struct zone *zone = &c->program->zones.items[at];
    char name[ADDRESS_TEXT + 4];

    for (ARRAY_EACH(const struct prefix, a, &zone->prefixes))
        for (ARRAY_EACH(const struct prefix, b, &other->prefixes))
            if (prefixes_equal(a, b)) {
                prefix_name(a, name);
                COMPLAIN(c, PART_zone, at,
                         "zone \"%.*s\" and zone \"%.*s\" both claim %s: addresses belong to one "
                         "zone, or one of the two lies in the other",
                         SHOWN(zone->id), SHOWN(other->id), name);
            }
    for (ARRAY_EACH(const struct address, a, &zone->members))
        for (ARRAY_EACH(const struct address, b, &other->members))
            if (address_equal(a, b)) {
                address_format(a, name);
                COMPLAIN(c, PART_zone, at,
                         "zone \"%.*s\" and zone \"%.*s\" both name member %s: an address is a "
                         "member of one zone",
                         SHOWN(zone->id), SHOWN(other->id), name);
            }
}

static void check_zones(const struct check *c)
{
    const struct program *p = c->program;

    for (size_t i = 0; i < p->zones.count; i++) {
        const struct zone *zone = &p->zones.items[i];
        if (program_zone(p, zone->id) != zone)
            COMPLAIN(c, PART_zone, i, "zone \"%.*s\": an id is given once", SHOWN(zone->id));
        if (zone->parent.length && !program_zone(p, zone->parent))
            COMPLAIN(c, PART_zone, i, "zone \"%.*s\" names parent \"%.*s\", which is not defined",
                     SHOWN(zone->id), SHOWN(zone->parent));
        else if (zone->parent.length && is_cyclic(p, zone))
            COMPLAIN(c, PART_zone, i, "zone \"%.*s\" lies in itself through its parents",
                     SHOWN(zone->id));
        for (size_t j = 0; j < i; j++)
            if (!program_zone_within(p, zone, &p->zones.items[j]) &&
                !program_zone_within(p, &p->zones.items[j], zone))
                check_rivals(c, i, &p->zones.items[j]);
    }
}

static void check_conduits(const struct check *c)
{
    const struct program *p = c->program;

    for (size_t i = 0; i < p->conduits.count; i++) {
        const struct conduit *conduit = &p->conduits.items[i];
        const struct text ends[] = { conduit->from, conduit->to };
        for (size_t j = 0; j < i; j++)
            if (text_equal(conduit->id, p->conduits.items[j].id))
                COMPLAIN(c, PART_conduit, i, "conduit \"%.*s\": an id is given once",
                         SHOWN(conduit->id));
        for (size_t end = 0; end < COUNT_OF(ends); end++)
            if (!program_zone(p, ends[end]))
                COMPLAIN(c, PART_conduit, i,
                         "conduit \"%.*s\" names zone \"%.*s\", which is not defined",
                         SHOWN(conduit->id), SHOWN(ends[end]));
        if (text_equal(conduit->from, conduit->to))
            COMPLAIN(c, PART_conduit, i, "conduit \"%.*s\" joins zone \"%.*s\" to itself",
                     SHOWN(conduit->id), SHOWN(conduit->to));
    }
}

static void check_register(const struct check *c)
{
    const struct program *p = c->program;
    char address[ADDRESS_TEXT];

    for (size_t i = 0; i < p->registered.count; i++)
        for (size_t j = 0; j < i; j++)
            if (address_equal(&p->registered.items[i].address, &p->registered.items[j].address)) {
                address_format(&p->registered.items[i].address, address);
                COMPLAIN(c, PART_registered, i, "register entry \"%.*s\": %s is already \"%.*s\"",
                         SHOWN(p->registered.items[i].name), address,
                         SHOWN(p->registered.items[j].name));
            }
}

static void check_requirement(const struct check *c, enum program_part part, size_t row,
                              const char *what, struct text id, struct text requirement)
{
    if (!requirement_find(c->requirements, requirement))
        COMPLAIN(c, part, row,
                 "%s%s%.*s%s names requirement \"%.*s\", which IEC 62443-2-1 does not have", what,
                 id.length ? " \"" : "", SHOWN(id), id.length ? "\"" : "", SHOWN(requirement));
}

static void check_claims(const struct check *c)
{
    const struct program *p = c->program;

    for (size_t i = 0; i < p->claims.count; i++) {
        const struct claim *claim = &p->claims.items[i];
        check_requirement(c, PART_claim, i, "claim", (struct text){ 0 }, claim->requirement);
        if (program_claim(p, claim->requirement) != claim)
            COMPLAIN(c, PART_claim, i, "claim for %.*s: a requirement is claimed once",
                     SHOWN(claim->requirement));
        if (claim->level > ML_MOST || claim->target > ML_MOST)
            COMPLAIN(c, PART_claim, i, "claim for %.*s: maturity levels run from 1 to 4",
                     SHOWN(claim->requirement));
    }
}

static void check_evidence(const struct check *c)
{
    const struct program *p = c->program;

    for (size_t i = 0; i < p->evidence.count; i++) {
        const struct evidence *e = &p->evidence.items[i];
        check_requirement(c, PART_evidence, i, "evidence", e->id, e->requirement);
        for (size_t j = 0; j < i; j++)
            if (text_equal(e->id, p->evidence.items[j].id))
                COMPLAIN(c, PART_evidence, i, "evidence \"%.*s\": an id is given once",
                         SHOWN(e->id));
        if (e->level < 1 || e->level > ML_MOST)
            COMPLAIN(c, PART_evidence, i,
                     "evidence \"%.*s\": it shows a maturity level from 1 to 4", SHOWN(e->id));
        if (e->expires && e->expires <= e->collected)
            COMPLAIN(c, PART_evidence, i, "evidence \"%.*s\" expires before it was collected",
                     SHOWN(e->id));
    }
}

static void check_measures(const struct check *c)
{
    const struct program *p = c->program;

    for (size_t i = 0; i < p->measures.count; i++) {
        const struct measure *m = &p->measures.items[i];
        check_requirement(c, PART_measure, i, "measure", m->id, m->requirement);
        for (size_t j = 0; j < i; j++)
            if (text_equal(m->id, p->measures.items[j].id))
                COMPLAIN(c, PART_measure, i, "measure \"%.*s\": an id is given once", SHOWN(m->id));
        if (!m->expires)
            COMPLAIN(c, PART_measure, i,
                     "measure \"%.*s\" has no expiry: a compensating measure is for a time",
                     SHOWN(m->id));
    }
}

void program_check(const struct program *p, const struct requirements *requirements,
                   struct arena *into, struct complaints *out)
{
    const struct check check = { p, requirements, into, out };

    check_zones(&check);
    check_conduits(&check);
    check_register(&check);
    check_claims(&check);
    check_evidence(&check);
    check_measures(&check);
}
