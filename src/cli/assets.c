/*
 * assets.c - the plant's inventory.
 */
#include "cli/desk.h"
#include "segment/zone.h"

static struct listing_options chosen;

static const struct option options[] = { LISTING_OPTIONS(chosen), { 0 } };

static const char *const columns[] = { "id",        "name",   "class",      "role",
                                       "level",     "zone",   "vendor",     "model",
                                       "firmware",  "serial", "ips",        "macs",
                                       "protocols", "parts",  "registered", "first_seen",
                                       "last_seen", NULL };

/* Entries as a listing has them: with ';' between, and none inside. */
static void add_entry(struct buffer *all, struct text entry)
{
    if (all->length)
        buffer_char(all, ';');
    for (size_t i = 0; i < entry.length; i++)
        buffer_char(all, entry.at[i] == ';' ? ',' : entry.at[i]);
}

static struct text entries(struct buffer *all, struct arena *into)
{
    struct text kept = text_copy(buffer_view(all), into);

    buffer_free(all);
    return kept;
}

static struct text addresses_of(const struct address *addresses, size_t count, struct arena *into)
{
    struct buffer all = BUFFER_KEPT;
    char text[ADDRESS_TEXT];

    for (size_t i = 0; i < count; i++) {
        address_format(&addresses[i], text);
        add_entry(&all, text_of(text));
    }
    return entries(&all, into);
}

static struct text protocols_of(const struct asset *a, struct arena *into)
{
    struct buffer all = BUFFER_KEPT;

    for (ARRAY_EACH(const struct asset_protocol, p, &a->protocols))
        add_entry(&all, p->name);
    return entries(&all, into);
}

/* "slot 3: 1756-ENBT": a module or a device behind it, and what it is where that was said. */
static struct text parts_of(const struct asset *a, struct arena *into)
{
    static const enum field told[] = { FIELD_model, FIELD_name, FIELD_order_number, FIELD_vendor };
    struct buffer all = BUFFER_KEPT;
    struct text last = { 0 };

    for (ARRAY_EACH(const struct sighting, s, &a->evidence)) {
        const struct sighting *best = NULL;
        if (s->part.length == 0 || text_equal(s->part, last))
            continue;
        last = s->part;
        for (size_t i = 0; i < COUNT_OF(told) && !best; i++)
            best = part_evidence(a, s->part, told[i]);
        add_entry(&all, best ? text_format(into, "%.*s: %.*s", (int)last.length, last.at,
                                           (int)best->value.length, best->value.at)
                             : last);
    }
    return entries(&all, into);
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
        listing_list(l, addresses_of(a->ips.items, a->ips.count, into));
        listing_list(l, addresses_of(a->macs.items, a->macs.count, into));
        listing_list(l, protocols_of(a, into));
        listing_list(l, parts_of(a, into));
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
