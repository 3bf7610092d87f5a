/*
 * plant_view.h - one state of the plant, with every figure computed: what all
 * answers are written from.
 *
 * A view never changes.  Readers hold it while they write an answer, without a
 * lock; the last one to let go of it gives its memory back.  This is the one
 * place with a reference count: no single owner could know when the slowest
 * reader is done.
 *
 * Threads: any number may read a view, take and release it.
 */
#pragma once

#include <stdatomic.h>

#include "api/inventory.h"
#include "api/sightings.h"
#include "api/talks.h"
#include "assess/assessment.h"
#include "store/store.h"

struct plant_view {
    atomic_uint holders;
    uint64_t version;            /* the store's */
    struct sightings *sightings; /* what `plant` has of them is theirs */
    struct plant plant;
    struct assessment assessment;
    struct inventory inventory;
    struct talks talks;
    struct arena text;
    struct users users;
};

/*
 * Reads the plant from the store and judges it; held once by the caller.  `before`
 * is the view before one change of what people decided: its sightings are taken
 * over, unless anything else changed meanwhile.  NULL: everything is read.
 */
MUST_USE int plant_view_make(struct plant_view **view, const struct plant_view *before,
                             struct store *store, const struct requirements *requirements,
                             struct problem *why);
struct plant_view *plant_view_hold(struct plant_view *view);
void plant_view_release(struct plant_view *view); /* NULL is fine */

const struct users *plant_view_users(const struct plant_view *view);

/* "hmi-b (10.42.0.20)": an asset's name and id, or its id alone. */
struct text plant_view_name(const struct inventory_row *row, struct arena *into);
