#include "assess/time_sync.h"

#include "assess/listening.h"
#include "assess/side.h"

static const moment_us hour_us = 3600LL * 1000000;

bool time_sync_can_tell(const struct sight *s)
{
    return plant_window(s->plant) >= hour_us && !listening_has_holes(s->plant);
}

static bool is_source(const struct sight *s, uint32_t asset)
{
    for (ARRAY_EACH(const struct dialogue, d, &s->traffic->dialogues))
        if (d->server_asset == asset && dialogue_uses(d) & USE_TIME)
            return true;
    return false;
}

bool time_sync_wanted(const struct sight *s, uint32_t asset)
{
    const struct asset *a = &s->plant->assets.items.items[asset];

    return a->ips.count && side_wants_register(s, a) &&
           plant_registered(s->plant, &a->ips.items[0]) && !is_source(s, asset);
}

uint32_t time_sync_of(const struct sight *s, uint32_t asset)
{
    for (uint32_t i = 0; i < s->traffic->dialogues.count; i++) {
        const struct dialogue *d = &s->traffic->dialogues.items[i];
        if (d->client_asset == asset && dialogue_uses(d) & USE_TIME)
            return i;
    }
    return DIALOGUE_NONE;
}
