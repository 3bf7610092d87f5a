/*
 * sightings.h - what was observed of a plant and what was made of it: the part of
 * a view that no change by people touches, and by far the largest.
 *
 * It never changes.  Views share it as long as only what people decided is new;
 * the last one to let go of it gives its memory back.
 *
 * Threads: any number may read it, take and release it.
 */
#pragma once

#include <stdatomic.h>

#include "model/traffic.h"
#include "store/store.h"

struct sightings {
    atomic_uint holders;
    struct observed observed;
    struct assets assets;
    struct traffic traffic;
};

/* Held once by the caller. */
MUST_USE int sightings_read(struct sightings **sightings, struct store *store, struct problem *why);
struct sightings *sightings_hold(struct sightings *sightings);
void sightings_release(struct sightings *sightings); /* NULL is fine */
