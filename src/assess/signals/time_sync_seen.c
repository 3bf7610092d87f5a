/* time_sync_seen.c - every asset was seen to set its clock by another. */
#include "assess/time_sync.h"

static bool all_synchronise(const struct time_sync *clocks, const struct sight *s)
{
    for (uint32_t i = 0; i < s->plant->assets.items.count; i++)
        if (time_sync_wanted(clocks, s, i) && clocks->of[i].dialogue == DIALOGUE_NONE)
            return false;
    return true;
}

static void look(const struct sight *s, struct signal_result *out)
{
    struct time_sync clocks;

    time_sync_look(&clocks, s);
    enum severity severity = all_synchronise(&clocks, s) ? SEVERITY_low : SEVERITY_note;

    for (uint32_t i = 0; i < s->plant->assets.items.count; i++) {
        uint32_t dialogue = time_sync_wanted(&clocks, s, i) ? clocks.of[i].dialogue : DIALOGUE_NONE;
        if (dialogue == DIALOGUE_NONE)
            continue;
        const struct dialogue *d = &s->traffic->dialogues.items[dialogue];
        out->looked = true;
        struct signal_row *row = signal_add(
            s, out, severity, "%s sets its clock with %s.",
            sight_name(s, &s->plant->assets.items.items[i].ips.items[0]), sight_service(s, d));
        signal_row_of(s, row, dialogue, d->client_asset == i);
    }
    time_sync_finish(&clocks);
}

const struct signal time_sync_seen_signal = {
    .id = "time-sync-seen",
    .title = "Clocks are synchronised",
    .looks_at = "NTP and PTP conversations of registered assets outside the business network; it speaks "
                "only when all of them synchronise.",
    .effect = SIGNAL_supports,
    .level = 3,
    .requirements = {
        { "NET 1.9", "Every device was seen to set its clock by a source." },
    },
    .one = "asset synchronises its clock, and no other goes without.",
    .many = "assets synchronise their clocks, and none goes without.",
    .clear = "Some assets were not seen to synchronise, so those that were show nothing.",
    .no_data = "No time synchronisation was seen.",
    .look = look,
};
