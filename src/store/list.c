#include "store/list.h"

#include <assert.h>
#include <errno.h>
#include <stdalign.h>
#include <string.h>

#include "base/array.h"

enum { ROW_MOST = 512 };

int list_insert(struct db *db, const struct list *list, const void *owner, struct part owned,
                struct problem *why)
{
    alignas(max_align_t) char row[ROW_MOST] = { 0 };
    struct any_array array;
    int rc = 0;

    assert(list->relation->size <= sizeof row);
    memcpy(&array, (const char *)owner + list->array, sizeof array);
    for (size_t i = 0; rc == 0 && i < array.count; i++) {
        owned.place = (uint32_t)i;
        memcpy(row, &owned, sizeof owned);
        memcpy(row + list->item, (const char *)array.items + i * list->size, list->size);
        rc = record_insert(db, list->relation, row, why);
    }
    return rc;
}

static void append(void *to, const void *item, size_t size)
{
    struct any_array array;

    memcpy(&array, to, sizeof array);
    array.items = array_grow(array.items, &array.count, &array.capacity, size);
    memcpy((char *)array.items + (array.count - 1) * size, item, size);
    memcpy(to, &array, sizeof array);
}

int list_read(struct db *db, const struct list *list, list_owner *owner, void *context,
              struct arena *into, struct problem *why)
{
    alignas(max_align_t) char row[ROW_MOST] = { 0 };
    struct record_reader reader = record_read(db, list->relation, into);
    struct part part;
    int rc;

    assert(list->relation->size <= sizeof row);
    while ((rc = record_next(&reader, row, why)) == 1) {
        memcpy(&part, row, sizeof part);
        void *found = owner(context, &part);
        if (!found) {
            statement_stop(reader.statement);
            return problem_set(why, -EILSEQ, "%s: table %s: a row belongs to nobody", db_where(db),
                               list->relation->table);
        }
        append((char *)found + list->array, row + list->item, list->size);
    }
    return rc;
}

int rows_insert(struct db *db, const struct relation *r, const void *from, struct problem *why)
{
    struct any_array array;
    int rc = 0;

    memcpy(&array, from, sizeof array);
    for (size_t i = 0; rc == 0 && i < array.count; i++)
        rc = record_insert(db, r, (const char *)array.items + i * r->size, why);
    return rc;
}

int rows_read(struct db *db, const struct relation *r, void *to, struct arena *into,
              struct problem *why)
{
    alignas(max_align_t) char row[ROW_MOST] = { 0 };
    struct record_reader reader = record_read(db, r, into);
    int rc;

    assert(r->size <= sizeof row);
    while ((rc = record_next(&reader, row, why)) == 1)
        append(to, row, r->size);
    return rc;
}
