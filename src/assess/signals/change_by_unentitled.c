/* change_by_unentitled.c - somebody changes the process or a program who is not meant to. */
#include "assess/engineering.h"

static enum severity weigh(const struct sight *s, const struct dialogue *d,
                           const struct operation_count *o)
{
    const struct registered *client = plant_registered(s->plant, &d->client);
    bool engineering = class_is_engineering(o->class);

    if (client ? !engineering || client->may_engineer : !access_is_change(class_access(o->class)))
        return SEVERITY_note;
    if (operation_was_refused(o))
        return SEVERITY_note;
    return engineering ? SEVERITY_high : SEVERITY_medium;
}

static bool is_of_interest(const struct sight *s, const struct dialogue *d,
                           const struct operation_count *o)
{
    const struct registered *client = plant_registered(s->plant, &d->client);

    return client ? class_is_engineering(o->class) && !client->may_engineer
                  : access_is_change(class_access(o->class));
}

static void look_at(const struct sight *s, uint32_t dialogue, struct signal_result *out)
{
    const struct dialogue *d = &s->traffic->dialogues.items[dialogue];

    for (ARRAY_EACH(const struct dialogue_operation, o, &d->operations)) {
        out->looked |= access_is_change(class_access(o->sum.class));
        if (!is_of_interest(s, d, &o->sum))
            continue;
        struct signal_row *row = signal_add(
            s, out, weigh(s, d, &o->sum), "%s, which %s, sent %.*s \"%.*s\" to %s%s.",
            sight_name(s, &d->client),
            plant_registered(s->plant, &d->client) ? "may not engineer" : "is not in the register",
            (int)o->sum.protocol.length, o->sum.protocol.at, (int)o->sum.name.length,
            o->sum.name.at, sight_name(s, &d->server),
            operation_was_refused(&o->sum) ? ", which refused it" : "");
        engineering_row(s, row, dialogue, o);
    }
}

static void look(const struct sight *s, struct signal_result *out)
{
    for (uint32_t i = 0; i < s->traffic->dialogues.count; i++)
        look_at(s, i, out);
}

const struct signal change_by_unentitled_signal = {
    .id = "change-by-unentitled",
    .title = "Changes by assets that are not entitled to them",
    .looks_at = "Operations that write, control or program: from assets outside the register any of "
                "them, from registered assets that may not engineer those that change programs or run "
                "modes.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "CM 1.4", "Modifications are to be made by whom they were authorized for." },
        { "USER 2.1", "What a user may do was not enforced on this way." },
    },
    .one = "change was made from an asset that is not entitled to it.",
    .many = "changes were made from assets that are not entitled to them.",
    .clear = "Every change came from an asset that is entitled to it, or was refused.",
    .no_data = "No operation that changes anything was seen.",
    .look = look,
};
