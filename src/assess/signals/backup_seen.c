/* backup_seen.c - files go from the control system to the place where copies are kept, again and
 * again. */
#include "assess/side.h"

static const moment_us hour_us = 3600LL * 1000000;

static bool keeps_copies(const struct sight *s, const struct address *address)
{
    const struct registered *r = plant_registered(s->plant, address);

    return r && (text_contains(r->role, "backup") || text_contains(r->role, "file server") ||
                 text_contains(r->name, "backup"));
}

static uint64_t file_requests(const struct dialogue *d)
{
    uint64_t requests = 0;

    for (ARRAY_EACH(const struct dialogue_operation, o, &d->operations))
        if (o->sum.class == CLASS_file)
            requests += o->sum.requests -
                        (o->sum.errors < o->sum.requests ? o->sum.errors : o->sum.requests);
    return requests;
}

/* One transfer may be anything; a job comes back.  Parts that count lie apart in time. */
static bool is_repeated(const struct dialogue *d)
{
    size_t apart = 0;

    for (ARRAY_EACH(const struct dialogue_part, part, &d->parts))
        apart += part->counted;
    return apart > 1 || d->last - d->first >= hour_us || file_requests(d) > 1;
}

static void look(const struct sight *s, struct signal_result *out)
{
    for (uint32_t i = 0; i < s->traffic->dialogues.count; i++) {
        const struct dialogue *d = &s->traffic->dialogues.items[i];
        if (!(dialogue_uses(d) & USE_FILES) || !d->established ||
            side_of_client(s, i) != SIDE_control || !keeps_copies(s, &d->server))
            continue;
        out->looked = true;
        struct signal_row *row = signal_add(
            s, out, is_repeated(d) ? SEVERITY_low : SEVERITY_note,
            "%s sends files to %s with %s%s.", sight_name(s, &d->client), sight_name(s, &d->server),
            sight_service(s, d), is_repeated(d) ? ", repeatedly" : ", once so far");
        signal_row_of(s, row, i, true);
    }
}

const struct signal backup_seen_signal = {
    .id = "backup-seen",
    .title = "A backup job was seen at work",
    .looks_at = "File transfers from the control system to assets that the register calls a backup or "
                "file server.",
    .effect = SIGNAL_supports,
    .level = 3,
    .requirements = {
        { "AVAIL 2.1", "Copies were made while we listened." },
    },
    .one = "asset of the control system sends files to a backup server repeatedly.",
    .many = "assets of the control system send files to a backup server repeatedly.",
    .clear = "Files went to a backup server once, which does not make a job.",
    .no_data = "No file transfer to a backup server was seen.",
    .look = look,
};
