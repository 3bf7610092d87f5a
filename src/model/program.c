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
}

const struct zone *program_zone(const struct program *p, struct text id)
{
    for (ARRAY_EACH(const struct zone, zone, &p->zones))
        if (text_equal(zone->id, id))
            return zone;
    return NULL;
}

const struct claim *program_claim(const struct program *p, struct text requirement)
{
    for (ARRAY_EACH(const struct claim, claim, &p->claims))
        if (text_equal(claim->requirement, requirement))
            return claim;
    return NULL;
}
