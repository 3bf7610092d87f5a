/* safety_reached.c - a safety zone is reached, or reaches out, by something but its conduits. */
#include "assess/signal.h"

static void look(const struct sight *s, struct signal_result *out)
{
    for (uint32_t i = 0; i < s->traffic->dialogues.count; i++) {
        const struct passage *p = &s->passages->rows.items[i];
        const struct dialogue *d = &s->traffic->dialogues.items[i];
        bool to_safety = p->to && p->to->safety, from_safety = p->from && p->from->safety;

        if (!to_safety && !from_safety)
            continue;
        out->looked = true;
        if (p->state != PASSAGE_not_allowed && p->state != PASSAGE_no_zone)
            continue;
        struct signal_row *row =
            signal_add(s, out, dialogue_only_tried(d) ? SEVERITY_note : SEVERITY_high,
                       "%s %s %s%s with %s. %.*s", sight_name(s, &d->client),
                       dialogue_only_tried(d) ? "tried in vain to reach" : "reaches",
                       to_safety ? "safety equipment " : "", sight_name(s, &d->server),
                       sight_service(s, d), (int)p->reason.length, p->reason.at);
        signal_row_of(s, row, i, from_safety);
    }
}

const struct signal safety_reached_signal = {
    .id = "safety-reached",
    .title = "A safety zone is reached past its conduits",
    .looks_at = "Conversations with one end in a zone that holds safety functions.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "NET 1.3", "Safety communication is to be isolated from the control network." },
    },
    .one = "conversation with a safety zone has no conduit.",
    .many = "conversations with a safety zone have no conduit.",
    .clear = "Nothing passes in or out of a safety zone but through its conduits.",
    .no_data = "No conversation of a safety zone was seen.",
    .look = look,
};
