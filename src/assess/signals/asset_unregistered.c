/* asset_unregistered.c - something is on the network that the register does not know. */
#include "assess/side.h"

static void look(const struct sight *s, struct signal_result *out)
{
    for (ARRAY_EACH(const struct asset, asset, &s->plant->assets.items)) {
        if (!side_wants_register(s, asset))
            continue;
        struct address address = asset->ips.count ? asset->ips.items[0] : asset->macs.items[0];
        out->looked = true;
        if (plant_registered(s->plant, &address))
            continue;
        const struct address_claim *claim = asset->claims.count ? asset->claims.items : NULL;
        const struct zone *zone = zone_of_asset(&s->plant->program, asset).zone;
        struct signal_row *row =
            signal_add(s, out, SEVERITY_medium, "%s%s%.*s%s is not in the register.",
                       sight_name(s, &address), zone ? " in zone \"" : "",
                       zone ? (int)zone->id.length : 0, zone ? zone->id.at : "", zone ? "\"" : "");
        row->about = address;
        row->capture = claim ? claim->capture : 0;
        row->frame = claim ? claim->frame : 0;
        row->first = asset->first;
        row->last = asset->last;
    }
}

const struct signal asset_unregistered_signal = {
    .id = "asset-unregistered",
    .title = "Assets that the register does not know",
    .looks_at = "Every asset that was seen in a zone outside the business network.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "CM 1.1", "The register is to hold what is installed, and this was installed." },
    },
    .one = "asset was seen that is not in the register.",
    .many = "assets were seen that are not in the register.",
    .clear = "Every asset that was seen is in the register.",
    .no_data = "No asset of the control system was seen.",
    .look = look,
};
