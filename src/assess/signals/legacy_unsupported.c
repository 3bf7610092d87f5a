/*
 * legacy_unsupported.c - assets that get no updates any more.  A compensating
 * measure for COMP 3.5 takes its asset out, as long as it counts.
 */
#include "assess/signal.h"

static void look(const struct sight *s, struct signal_result *out)
{
    for (ARRAY_EACH(const struct registered, r, &s->plant->program.registered)) {
        bool ended = r->support_ends && r->support_ends <= s->plant->today;
        char date[11];

        out->looked = true;
        if (!r->legacy && !ended)
            continue;
        moment_format_date(r->support_ends, date);
        struct signal_row *row = signal_add(
            s, out, SEVERITY_medium, "%s gets no updates any more%s%s.", sight_name(s, &r->address),
            ended ? ": its support ended on " : "", ended ? date : "");
        row->about = r->address;
    }
}

const struct signal legacy_unsupported_signal = {
    .id = "legacy-unsupported",
    .title = "Assets that get no updates any more",
    .looks_at = "Register entries that are legacy or whose support has ended.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "COMP 3.5", "Where updates stay away other protection is to stand in, by a measure that counts." },
    },
    .one = "registered asset gets no updates any more.",
    .many = "registered assets get no updates any more.",
    .clear = "Every registered asset is supported, as far as the register says.",
    .no_data = "The register is empty.",
    .look = look,
};
