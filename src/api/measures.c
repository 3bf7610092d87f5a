/*
 * measures.c - compensating measures, by the address that pages know them under.
 */
#include "api/ledger.h"
#include "api/route.h"
#include "api/rows.h"

void json_measure(struct json *j, const char *key, const struct measure *m,
                  const struct plant_view *v)
{
    json_ledger_row(j, key, &measure_ledger, m, v);
}

int measures_list(struct request *r, struct problem *why)
{
    return ledger_list(r, &measure_ledger, why);
}

int measure_create(struct request *r, struct problem *why)
{
    return ledger_create(r, &measure_ledger, why);
}

int measure_put(struct request *r, struct problem *why)
{
    return ledger_put(r, &measure_ledger, r->path[0], why);
}

int measure_delete(struct request *r, struct problem *why)
{
    return ledger_delete(r, &measure_ledger, r->path[0], why);
}
