/* Who may log in; passwords are hashed before they come here. */
#include "store/plant.h"

static const struct record_column columns[] = {
    COLUMN(struct user, name, "name"),
    COLUMN(struct user, password, "password"),
    COLUMN(struct user, created, "created"),
    WORD(struct user, role, "role", role_words),
};
static const struct relation relation =
    RELATION(columns, struct user, .table = "account", .keys = 1, .order = "name");

int store_put_user(struct store *store, const struct user *user, struct problem *why)
{
    return store_put_row(store, &relation, user, why);
}

int store_remove_user(struct store *store, struct text name, struct problem *why)
{
    return store_remove_row(store, &relation, &(struct user){ .name = name }, "user", name, why);
}

int store_find_user(struct store *store, struct text name, struct user *user, struct arena *into,
                    struct problem *why)
{
    struct user found = { .name = name };
    int rc = record_find(store->db, &relation, &found, into, why);

    if (rc == 1)
        *user = found;
    return rc;
}

int store_read_users(struct store *store, struct users *users, struct arena *into,
                     struct problem *why)
{
    return rows_read(store->db, &relation, &users->rows, into, why);
}
