#include "api/sightings.h"

#include <stdlib.h>

#include "api/memory.h"

static void drop(struct sightings *s)
{
    traffic_finish(&s->traffic);
    assets_finish(&s->assets);
    observed_finish(&s->observed);
    free(s);
}

int sightings_read(struct sightings **sightings, struct store *store, struct problem *why)
{
    struct sightings *s = memory_zeroed(1, sizeof *s);

    atomic_init(&s->holders, 1);
    observed_init(&s->observed);
    assets_init(&s->assets);
    int rc = store_read_observed(store, &s->observed, why);
    if (rc >= 0)
        rc = store_read_assets(store, &s->assets, why);
    if (rc < 0) {
        drop(s);
        return rc;
    }
    traffic_build(&s->traffic, &s->observed, &s->assets);
    *sightings = s;
    return 0;
}

struct sightings *sightings_hold(struct sightings *sightings)
{
    atomic_fetch_add(&sightings->holders, 1);
    return sightings;
}

void sightings_release(struct sightings *sightings)
{
    if (sightings && atomic_fetch_sub(&sightings->holders, 1) == 1)
        drop(sightings);
}
