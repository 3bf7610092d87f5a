/*
 * assets.c - the plant's inventory.
 */
#include "cli/desk.h"
#include "segment/zone.h"

static struct listing_options chosen;

static const struct option options[] = { LISTING_OPTIONS(chosen), { 0 } };

static const char *const columns[] = { "id",   "name",       "class",      "role",      "level",
                                       "zone", "vendor",     "model",      "firmware",  "serial",
                                       "mac",  "registered", "first_seen", "last_seen", NULL };

static struct text first_mac(const struct asset *asset, struct arena *into)
{
    char text[ADDRESS_TEXT];

    if (!asset->macs.count)
        return TEXT("");
    address_format(&asset->macs.items[0], text);
    return text_copy(text_of(text), into);
}

static int fill(const struct desk *d, struct listing *l, struct arena *into)
{
    for (ARRAY_EACH(const struct asset, a, &d->plant.assets.items)) {
        struct placement at = zone_of_asset(&d->plant.program, a);
        listing_text(l, a->id);
        listing_text(l, a->names.count ? a->names.items[0] : TEXT(""));
        listing_string(l, asset_class_name(a->class));
        listing_text(l, a->role.value);
        listing_text(l, a->level.value);
        listing_text(l, at.zone ? at.zone->id : TEXT(""));
        listing_text(l, asset_value(a, FIELD_vendor));
        listing_text(l, asset_value(a, FIELD_model));
        listing_text(l, asset_value(a, FIELD_firmware));
        listing_text(l, asset_value(a, FIELD_serial));
        listing_text(l, first_mac(a, into));
        listing_bool(l, plant_registered_asset(&d->plant, a) != NULL);
        listing_moment(l, a->first);
        listing_moment(l, a->last);
    }
    return EXIT_DONE;
}

static int run(const struct command *self, struct arguments given)
{
    static const struct listing_verb verb = { "bulkhead-assets/1", columns, false, fill, NULL };

    return listing_verb_run(self, given, &chosen, &verb);
}

const struct command assets_command = {
    .name = "assets",
    .usage = "PLANT [--json | --csv] [--today DATE]",
    .help = "The inventory: who is there, what it is, in which zone",
    .run = run,
    .options = options,
};
