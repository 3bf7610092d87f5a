/* registered_unseen.c - the register lists what the network never showed. */
#include "assess/listening.h"
#include "assess/signal.h"

/* Shorter listening proves nothing: an asset may simply have had nothing to say. */
static const moment_us enough_us = 7 * 86400LL * 1000000;

static void look(const struct sight *s, struct signal_result *out)
{
    moment_us window = plant_window(s->plant);

    for (ARRAY_EACH(const struct registered, r, &s->plant->program.registered)) {
        out->looked |= window > 0;
        if (window == 0 || assets_at(&s->plant->assets, &r->address))
            continue;
        bool enough = window >= enough_us && !listening_has_holes(s->plant);
        struct signal_row *row = signal_add(
            s, out, enough ? SEVERITY_low : SEVERITY_note,
            "%s is in the register and was not seen%s.", sight_name(s, &r->address),
            enough ? "" : "; less than seven days were listened to without loss, so that shows nothing");
        row->about = r->address;
    }
}

const struct signal registered_unseen_signal = {
    .id = "registered-unseen",
    .title = "Registered assets that were never seen",
    .looks_at = "Register entries without an asset, once seven days have been listened to without loss.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "CM 1.1", "The register is to hold what is installed, and this does not show itself." },
    },
    .one = "registered asset was never seen.",
    .many = "registered assets were never seen.",
    .clear = "No registered asset has been missed for long enough to tell.",
    .no_data = "There is no register, or nothing was captured.",
    .look = look,
};
