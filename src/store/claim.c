/* What people say of the requirements. */
#include "store/plant.h"

static const struct record_column columns[] = {
    COLUMN(struct claim, requirement, "requirement"),
    COLUMN(struct claim, level, "level"),
    COLUMN(struct claim, target, "target"),
    COLUMN(struct claim, narrative, "narrative"),
    COLUMN(struct claim, assessor, "assessor"),
    COLUMN(struct claim, method, "method"),
    COLUMN(struct claim, at, "claimed_at"),
    COLUMN(struct claim, not_applicable, "not_applicable"),
    COLUMN(struct claim, reason, "reason"),
    COLUMN(struct claim, approver, "approver"),
};
const struct relation claim_relation =
    RELATION(columns, struct claim, .table = "claim", .keys = 1, .order = "requirement");

int store_put_claim(struct store *store, const struct claim *claim, struct problem *why)
{
    return store_put_row(store, &claim_relation, claim, why);
}

int store_remove_claim(struct store *store, struct text requirement, struct problem *why)
{
    return store_remove_row(store, &claim_relation, &(struct claim){ .requirement = requirement },
                            "claim", requirement, why);
}
