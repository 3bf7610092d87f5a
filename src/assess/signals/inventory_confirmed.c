/* inventory_confirmed.c - every registered asset showed itself lately. */
#include "assess/signal.h"

static const moment_us fresh_us = 30 * 86400LL * 1000000;

static const struct asset *seen_lately(const struct sight *s, const struct registered *r)
{
    const struct asset *asset = assets_at(&s->plant->assets, &r->address);

    return asset && s->plant->today - asset->last < fresh_us ? asset : NULL;
}

static bool all_seen_lately(const struct sight *s)
{
    for (ARRAY_EACH(const struct registered, r, &s->plant->program.registered))
        if (!seen_lately(s, r))
            return false;
    return true;
}

static void look(const struct sight *s, struct signal_result *out)
{
    enum severity severity = all_seen_lately(s) ? SEVERITY_low : SEVERITY_note;

    for (ARRAY_EACH(const struct registered, r, &s->plant->program.registered)) {
        const struct asset *asset = seen_lately(s, r);
        if (!asset)
            continue;
        char date[11];
        moment_format_date(asset->last, date);
        out->looked = true;
        struct signal_row *row = signal_add(s, out, severity, "%s was last seen on %s.",
                                            sight_name(s, &r->address), date);
        row->about = r->address;
        row->first = asset->first;
        row->last = asset->last;
    }
}

const struct signal inventory_confirmed_signal = {
    .id = "inventory-confirmed",
    .title = "The register was confirmed by the network",
    .looks_at = "Register entries and when their assets were last seen; it speaks only when all of them "
                "were seen within 30 days.",
    .effect = SIGNAL_supports,
    .level = 3,
    .requirements = {
        { "CM 1.1", "What the register holds was found installed within 30 days." },
    },
    .one = "registered asset was seen within 30 days, and no other is missing.",
    .many = "registered assets were seen within 30 days, and none is missing.",
    .clear = "Some registered assets were not seen within 30 days, so those that were show nothing.",
    .no_data = "No registered asset was seen within 30 days.",
    .look = look,
};
