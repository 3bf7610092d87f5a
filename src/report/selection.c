#include "report/selection.h"

#include "report/words.h"

bool system_requirement_applies(const struct table *t, const struct table_row *row,
                                const struct zone *zone)
{
    static const char *const columns[] = { NULL, "sl1", "sl2", "sl3", "sl4" };
    uint64_t fr = 0;

    if (!text_unsigned(table_value(t, row, "fr"), FR_COUNT, &fr) || fr == 0)
        return false;
    unsigned level = zone->sl_target[fr - 1];
    return level > 0 && level < COUNT_OF(columns) &&
           text_is(table_value(t, row, columns[level]), "1");
}

bool component_requirement_applies(const struct table *t, const struct table_row *row,
                                   const struct zone *zone)
{
    return text_is(table_value(t, row, "fr"), "0") || system_requirement_applies(t, row, zone);
}

uint8_t zone_highest_target(const struct zone *zone)
{
    uint8_t highest = 0;

    for (size_t i = 0; i < FR_COUNT; i++)
        highest = zone->sl_target[i] > highest ? zone->sl_target[i] : highest;
    return highest;
}
