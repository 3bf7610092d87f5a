/* change_without_record.c - a program or run mode was changed, and no record of it followed. */
#include "assess/engineering.h"

static const moment_us day_us = 86400LL * 1000000;
enum { GRACE_DAYS = 7 };

static moment_us day_of(moment_us at)
{
    return at - at % day_us;
}

/* Evidence for CM 1.4, collected on the day of the change or in the week behind it. */
static const struct evidence *record_of(const struct sight *s, moment_us changed)
{
    for (ARRAY_EACH(const struct evidence, e, &s->plant->program.evidence))
        if (text_is(e->requirement, "CM 1.4") && e->level >= 3 && e->collected >= day_of(changed) &&
            e->collected <= day_of(changed) + GRACE_DAYS * day_us &&
            e->collected <= s->plant->today)
            return e;
    return NULL;
}

static void look_at(const struct sight *s, uint32_t dialogue, const struct dialogue_operation *o,
                    struct signal_result *out)
{
    const struct dialogue *d = &s->traffic->dialogues.items[dialogue];
    const struct evidence *record = record_of(s, o->sum.first);
    moment_us due = day_of(o->sum.first) + GRACE_DAYS * day_us;
    bool open = !record && s->plant->today <= due;
    char date[11];
    const char *what;

    moment_format_date(due, date);
    if (record)
        what = text_string(
            text_format(s->into, "%.*s records it", (int)record->id.length, record->id.at),
            s->into);
    else
        what = text_string(
            text_format(s->into,
                        open ? "a record of it is due by %s" : "no record of it came by %s", date),
            s->into);
    struct signal_row *row =
        signal_add(s, out, record || open ? SEVERITY_note : SEVERITY_medium,
                   "%s sent %.*s \"%.*s\" to %s; %s.", sight_name(s, &d->client),
                   (int)o->sum.protocol.length, o->sum.protocol.at, (int)o->sum.name.length,
                   o->sum.name.at, sight_name(s, &d->server), what);
    engineering_row(s, row, dialogue, o);
}

static void look(const struct sight *s, struct signal_result *out)
{
    for (uint32_t i = 0; i < s->traffic->dialogues.count; i++) {
        const struct dialogue *d = &s->traffic->dialogues.items[i];
        for (ARRAY_EACH(const struct dialogue_operation, o, &d->operations)) {
            if (!class_is_engineering(o->sum.class) || operation_was_refused(&o->sum))
                continue;
            out->looked = true;
            look_at(s, i, o, out);
        }
    }
}

const struct signal change_without_record_signal = {
    .id = "change-without-record",
    .title = "Engineering without a record of the change",
    .looks_at = "Operations that read or change programs, firmware or run modes, and evidence for CM 1.4 "
                "at level 3 that was collected within seven days of them.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "CM 1.4", "Modifications are to be traceable, and this one left no record." },
    },
    .one = "engineering operation was not recorded within seven days.",
    .many = "engineering operations were not recorded within seven days.",
    .clear = "Every engineering operation is recorded, or its record is not due yet.",
    .no_data = "No engineering operation was seen.",
    .look = look,
};
