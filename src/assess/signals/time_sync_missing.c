/* time_sync_missing.c - assets that keep their own time. */
#include "assess/time_sync.h"

static void look(const struct sight *s, struct signal_result *out)
{
    bool enough = time_sync_can_tell(s);
    struct time_sync clocks;

    time_sync_look(&clocks, s);
    for (uint32_t i = 0; i < s->plant->assets.items.count; i++) {
        if (!time_sync_wanted(&clocks, s, i))
            continue;
        out->looked |= enough;
        if (clocks.of[i].dialogue != DIALOGUE_NONE)
            continue;
        const struct asset *asset = &s->plant->assets.items.items[i];
        struct signal_row *row = signal_add(
            s, out, enough ? SEVERITY_low : SEVERITY_note,
            "%s was not seen to synchronise its clock%s.", sight_name(s, &asset->ips.items[0]),
            enough ? ""
                   : "; less than an hour was listened to without loss, so that shows nothing");
        row->about = asset->ips.items[0];
        row->first = asset->first;
        row->last = asset->last;
    }
    time_sync_finish(&clocks);
}

const struct signal time_sync_missing_signal = {
    .id = "time-sync-missing",
    .title = "Assets without time synchronisation",
    .looks_at = "Registered assets with an address that were seen outside the business network, and "
                "whether NTP or PTP reached them, once an hour has been listened to.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "NET 1.9", "Clocks of all devices are to be synchronised." },
    },
    .one = "asset was not seen to synchronise its clock.",
    .many = "assets were not seen to synchronise their clocks.",
    .clear = "Every asset was seen to synchronise its clock.",
    .no_data = "Less than an hour was listened to without loss, or no registered asset was seen.",
    .look = look,
};
