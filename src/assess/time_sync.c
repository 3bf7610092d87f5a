#include "assess/time_sync.h"

#include "assess/listening.h"
#include "assess/side.h"

static const moment_us hour_us = 3600LL * 1000000;

bool time_sync_can_tell(const struct sight *s)
{
    return plant_window(s->plant) >= hour_us && !listening_has_holes(s->plant);
}

void time_sync_look(struct time_sync *t, const struct sight *s)
{
    ARRAY(struct clock_state) of = { 0 };

    for (size_t i = 0; i < s->plant->assets.items.count; i++)
        array_add(&of)->dialogue = DIALOGUE_NONE;
    for (uint32_t i = 0; i < s->traffic->dialogues.count; i++) {
        const struct dialogue *d = &s->traffic->dialogues.items[i];
        if (!(dialogue_uses(d) & USE_TIME))
            continue;
        if (d->server_asset != ASSET_NONE)
            of.items[d->server_asset].is_source = true;
        if (d->client_asset != ASSET_NONE && of.items[d->client_asset].dialogue == DIALOGUE_NONE)
            of.items[d->client_asset].dialogue = i;
    }
    t->of = of.items;
}

void time_sync_finish(struct time_sync *t)
{
    array_release(t->of);
}

bool time_sync_wanted(const struct time_sync *t, const struct sight *s, uint32_t asset)
{
    const struct asset *a = &s->plant->assets.items.items[asset];

    return a->ips.count && side_wants_register(s, a) &&
           plant_registered(s->plant, &a->ips.items[0]) && !t->of[asset].is_source;
}
