/*
 * list.h - the arrays inside a struct (a conversation's operations, a zone's
 * prefixes) as rows of a table of their own, in their order.
 *
 * The row struct of such a table is a `struct part` followed by the item.
 */
#pragma once

#include "store/record.h"

/* Whose item it is, by id or by number, and where in the array it stands. */
struct part {
    struct text id;
    uint32_t number, place;
};

struct list {
    const struct relation *relation; /* its first column names the owner */
    size_t array;                    /* of the ARRAY in its owner */
    size_t item;                     /* of the item in the row struct */
    size_t size;                     /* of the item */
};

#define LIST(the_relation, row, owner, member)                                                     \
    {                                                                                              \
        .relation = &(the_relation), .array = offsetof(owner, member),                             \
        .item = offsetof(row, item), .size = sizeof(((row *)0)->item),                             \
    }

/* `owned` says whose: id or number. */
MUST_USE int list_insert(struct db *db, const struct list *list, const void *owner,
                         struct part owned, struct problem *why);

/* The owner that a row names; NULL: there is none. */
typedef void *list_owner(void *context, const struct part *part);
MUST_USE int list_read(struct db *db, const struct list *list, list_owner *owner, void *context,
                       struct arena *into, struct problem *why);

/* The same for an ARRAY whose items are whole rows. */
MUST_USE int rows_insert(struct db *db, const struct relation *r, const void *array,
                         struct problem *why);
MUST_USE int rows_read(struct db *db, const struct relation *r, void *array, struct arena *into,
                       struct problem *why);
