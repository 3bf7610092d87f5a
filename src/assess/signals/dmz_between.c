/* dmz_between.c - business and control system meet in the DMZ, and only there. */
#include "assess/listening.h"
#include "assess/side.h"

static bool is_foreign(enum side side)
{
    return side == SIDE_business || side == SIDE_outside;
}

static bool joins(enum side a, enum side b, enum side wanted)
{
    return (is_foreign(a) && b == wanted) || (a == wanted && is_foreign(b));
}

static bool some_pass_it_by(const struct sight *s)
{
    for (uint32_t i = 0; i < s->traffic->dialogues.count; i++)
        if (joins(side_of_client(s, i), side_of_server(s, i), SIDE_control) &&
            !dialogue_only_tried(&s->traffic->dialogues.items[i]))
            return true;
    return false;
}

static void look(const struct sight *s, struct signal_result *out)
{
    bool shows = !some_pass_it_by(s) && !listening_has_holes(s->plant);
    enum severity severity = shows ? SEVERITY_low : SEVERITY_note;

    for (uint32_t i = 0; i < s->traffic->dialogues.count; i++) {
        const struct dialogue *d = &s->traffic->dialogues.items[i];
        if (!joins(side_of_client(s, i), side_of_server(s, i), SIDE_dmz))
            continue;
        out->looked = true;
        struct signal_row *row =
            signal_add(s, out, severity, "%s and %s meet in the DMZ with %s.",
                       sight_name(s, &d->client), sight_name(s, &d->server), sight_service(s, d));
        signal_row_of(s, row, i, side_of_client(s, i) == SIDE_dmz);
    }
}

const struct signal dmz_between_signal = {
    .id = "dmz-between",
    .title = "Business traffic ends in the DMZ",
    .looks_at = "Conversations between business or outside networks and a zone of level 3.5; it speaks "
                "only when none goes past that zone.",
    .effect = SIGNAL_supports,
    .level = 3,
    .requirements = {
        { "NET 1.1", "Whatever came from outside ended in front of the control system." },
    },
    .one = "conversation from outside ends in the DMZ, and none passes it by.",
    .many = "conversations from outside end in the DMZ, and none passes it by.",
    .clear = "Some conversations pass the DMZ by, or may have unheard, so those that end in it show "
             "nothing.",
    .no_data = "No conversation between outside networks and a DMZ was seen.",
    .look = look,
};
