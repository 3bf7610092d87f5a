/* inventory_stale.c - nobody has listened for too long to know what is there. */
#include "assess/signal.h"

static const moment_us day_us = 86400LL * 1000000;
enum { FRESH_DAYS = 30 };

static void look(const struct sight *s, struct signal_result *out)
{
    moment_us last = plant_last_packet(s->plant);
    char date[11];

    if (!last)
        return;
    out->looked = true;
    if (s->plant->today - last < FRESH_DAYS * day_us)
        return;
    moment_format_date(last, date);
    struct signal_row *row =
        signal_add(s, out, SEVERITY_medium, "The last packet is of %s, %lld days ago.", date,
                   (long long)((s->plant->today - last) / day_us));
    row->first = row->last = last;
}

const struct signal inventory_stale_signal = {
    .id = "inventory-stale",
    .title = "The inventory is older than 30 days",
    .looks_at = "The time of the last packet of any capture.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "CM 1.1", "A register that is not held against the plant does not stay true." },
    },
    .one = "observation is missing: the inventory is older than 30 days.",
    .many = "observations are missing: the inventory is older than 30 days.",
    .clear = "The network was listened to within the last 30 days.",
    .no_data = "Nothing was captured.",
    .look = look,
};
