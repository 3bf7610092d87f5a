/* The owner's register of assets. */
#include "store/plant.h"

static const struct record_column columns[] = {
    COLUMN(struct registered, address, "address"),
    COLUMN(struct registered, name, "name"),
    COLUMN(struct registered, role, "role"),
    COLUMN(struct registered, owner, "owner"),
    COLUMN(struct registered, legacy, "legacy"),
    COLUMN(struct registered, support_ends, "support_ends"),
    COLUMN(struct registered, may_engineer, "may_engineer"),
};
const struct relation registered_relation =
    RELATION(columns, struct registered, .table = "registered", .keys = 1);

int store_put_registered(struct store *store, const struct registered *r, struct problem *why)
{
    return store_put_row(store, &registered_relation, r, why);
}

int store_remove_registered(struct store *store, const struct address *address, struct problem *why)
{
    char shown[ADDRESS_TEXT];

    address_format(address, shown);
    return store_remove_row(store, &registered_relation,
                            &(struct registered){ .address = *address }, "registered asset",
                            text_of(shown), why);
}
