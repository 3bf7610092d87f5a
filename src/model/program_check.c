#include "model/program_check.h"

#include <stdio.h>
#include <string.h>

#include "model/ledger_check.h"

/* What every rule gets: the program, and where to complain. */
struct check {
    const struct program *program;
    struct arena *into;
    struct complaints *out;
};

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

#define COMPLAIN(check, part_of, index, ...)                                                       \
    (*array_add(&(check)->out->rows) = (struct complaint){                                         \
         (part_of), NULL, (uint32_t)(index), text_format((check)->into, __VA_ARGS__) })

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

void program_check_zones(const struct program *p, struct arena *into, struct complaints *out)
{
    const struct check check = { p, into, out };

    check_zones(&check);
    check_conduits(&check);
}

void program_check(const struct program *p, const struct requirements *requirements,
                   struct arena *into, struct complaints *out)
{
    program_check_zones(p, into, out);
    ledgers_check(p, requirements, into, out);
}
