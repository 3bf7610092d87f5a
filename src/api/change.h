/*
 * change.h - writing one row: whether the program still fits together with it,
 * then the store, then a view in which it is there.
 */
#pragma once

#include "api/live.h"
#include "api/request.h"

/* The view is the newest one; r->view may be older. */
typedef int change_judge(struct request *r, const struct plant_view *v, struct problem *why);
typedef int change_work(struct request *r, struct store *store, struct problem *why);

/* Afterwards r->view shows the change. */
MUST_USE int change_plant(struct request *r, change_judge *judge, change_work *work,
                          struct problem *why);

/* -EINVAL and the rule when the changed program breaks one that it did not break before. */
MUST_USE int change_fits(const struct plant_view *v, const struct program *changed,
                         struct problem *why);

/* A part of a (lent) program with `row` at `place`; at its end when place is its count. */
#define PROGRAM_WITH(program, part, place, row, into)                                              \
    ((program)->part.items = rows_with((program)->part.items, &(program)->part.count,              \
                                       sizeof *(row), (place), (row), (into)))
/* The same without the row. */
#define PROGRAM_WITHOUT(program, part, place, into)                                                \
    ((program)->part.items = rows_without((program)->part.items, &(program)->part.count,           \
                                          sizeof *(program)->part.items, (place), (into)))

void *rows_with(const void *rows, size_t *count, size_t size, size_t place, const void *row,
                struct arena *into);
void *rows_without(const void *rows, size_t *count, size_t size, size_t place, struct arena *into);

/* Where the row with this id is in a part of the program; its count when nowhere. */
#define PLACE_OF(part, wanted)                                                                     \
    place_of((part)->items, (part)->count, sizeof *(part)->items,                                  \
             (size_t)((const char *)&(part)->items->id - (const char *)(part)->items), (wanted))
size_t place_of(const void *rows, size_t count, size_t size, size_t id_at, struct text id);
