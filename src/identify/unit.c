#include "identify/unit.h"

static bool is_of_unit(const struct sighting *s)
{
    return text_starts(s->part, "unit ") &&
           (text_starts(s->source, "modbus ") || text_starts(s->source, "umas "));
}

static bool tells_gateway(const struct sighting *s)
{
    return s->field == FIELD_capability && text_is(s->value, "Modbus gateway");
}

static bool has_one_unit(const struct asset *asset)
{
    const struct sighting *first = NULL;

    for (ARRAY_EACH(const struct sighting, s, &asset->evidence)) {
        if (tells_gateway(s))
            return false;
        if (!is_of_unit(s))
            continue;
        if (first && !text_equal(first->part, s->part))
            return false;
        first = s;
    }
    return first != NULL;
}

void unit_settle(struct assets *assets)
{
    for (ARRAY_EACH(struct asset, asset, &assets->items)) {
        if (!has_one_unit(asset))
            continue;
        for (ARRAY_EACH(struct sighting, s, &asset->evidence))
            if (is_of_unit(s) && s->field != FIELD_station)
                s->part = (struct text){ 0 };
    }
}
