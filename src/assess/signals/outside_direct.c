/* outside_direct.c - the control system and the world outside it meet without a DMZ between them.
 */
#include "assess/side.h"

static bool is_foreign(enum side side)
{
    return side == SIDE_business || side == SIDE_outside;
}

static void look(const struct sight *s, struct signal_result *out)
{
    for (uint32_t i = 0; i < s->traffic->dialogues.count; i++) {
        const struct dialogue *d = &s->traffic->dialogues.items[i];
        const struct passage *p = &s->passages->rows.items[i];
        enum side client = side_of_client(s, i), server = side_of_server(s, i);
        bool inward = is_foreign(client) && server == SIDE_control;
        bool outward = client == SIDE_control && is_foreign(server);

        out->looked |= client == SIDE_control || server == SIDE_control;
        if (!inward && !outward)
            continue;
        struct signal_row *row = signal_add(
            s, out,
            dialogue_only_tried(d) ? SEVERITY_note
            : inward               ? SEVERITY_high
                                   : SEVERITY_medium,
            "%s in %s %s %s in %s with %s, past the DMZ%s.", sight_name(s, &d->client),
            inward ? client == SIDE_business ? "the business network" : "outside networks"
                   : "the control system",
            dialogue_only_tried(d) ? "tried in vain to reach" : "reaches",
            sight_name(s, &d->server),
            inward                    ? "the control system"
            : server == SIDE_business ? "the business network"
                                      : "outside networks",
            sight_service(s, d),
            p->state == PASSAGE_allowed ? ", though a conduit lets it through" : "");
        signal_row_of(s, row, i, inward);
    }
}

const struct signal outside_direct_signal = {
    .id = "outside-direct",
    .title = "Business or outside networks reach the control system directly",
    .looks_at = "Conversations between a zone of the control system and a business zone or a public "
                "address, with no zone of level 3.5 between them.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "NET 1.1", "The control system is to be separated from business and other outside networks." },
    },
    .one = "conversation joins the control system to business or outside networks directly.",
    .many = "conversations join the control system to business or outside networks directly.",
    .clear = "Nothing passes between the control system and business or outside networks directly.",
    .no_data = "No conversation with a zone of the control system was seen.",
    .look = look,
};
