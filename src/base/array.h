/*
 * array.h - a growing array of one type; owned by the struct it stands in.
 *
 *     ARRAY(struct fact) facts = { 0 };
 *     *array_add(&facts) = fact;
 *     array_free(&facts);
 *
 * A fresh item is zeroed.  Memory that our own data needs and does not get ends
 * the process; what a user or the network can grow is limited by its owner.
 */
#pragma once

#include <stddef.h>

#define ARRAY(type)                                                                                \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count, capacity;                                                                    \
    }

/* What every ARRAY(type) looks like, for code that knows only the size of an item: copied in and
 * out. */
struct any_array {
    void *items;
    size_t count, capacity;
};

/* Room for one more, zeroed; the (possibly moved) items come back. */
void *array_grow(void *items, size_t *count, size_t *capacity, size_t size);
void array_release(void *items);

#define array_add(a)                                                                               \
    ((a)->items = array_grow((a)->items, &(a)->count, &(a)->capacity, sizeof *(a)->items),         \
     &(a)->items[(a)->count - 1])

#define array_free(a) (array_release((a)->items), (a)->items = NULL, (a)->count = (a)->capacity = 0)

/* for (ARRAY_EACH(struct fact, fact, &facts)) */
#define ARRAY_EACH(type, item, a)                                                                  \
    type *item = (a)->items;                                                                       \
    item &&item < (a)->items + (a)->count;                                                         \
    item++
