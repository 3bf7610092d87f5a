/* crossing_without_conduit.c - traffic between zones that nobody answers for. */
#include "assess/signal.h"

/* Writing and worse weighs more than reading; a connection that never came about weighs nothing. */
static enum severity severity_of(const struct dialogue *d)
{
    if (dialogue_only_tried(d))
        return SEVERITY_note;
    for (int i = 0; i < ACCESS_COUNT; i++)
        if (d->access & 1u << i && access_is_change((enum access)i))
            return SEVERITY_high;
    return SEVERITY_medium;
}

static void look(const struct sight *s, struct signal_result *out)
{
    for (uint32_t i = 0; i < s->passages->rows.count; i++) {
        const struct passage *p = &s->passages->rows.items[i];
        const struct dialogue *d = &s->traffic->dialogues.items[i];
        bool crosses = p->state == PASSAGE_allowed || p->state == PASSAGE_not_allowed;

        out->looked |= crosses;
        if (p->state != PASSAGE_not_allowed)
            continue;
        struct text access = access_names(d->access, s->into);
        struct signal_row *row =
            signal_add(s, out, severity_of(d),
                       "%s %s %s with %s%s%.*s%s, from zone \"%.*s\" to zone \"%.*s\". %.*s",
                       sight_name(s, &d->client),
                       dialogue_only_tried(d) ? "tried in vain to reach" : "reaches",
                       sight_name(s, &d->server), sight_service(s, d), access.length ? " (" : "",
                       (int)access.length, access.length ? access.at : "", access.length ? ")" : "",
                       (int)p->from->id.length, p->from->id.at, (int)p->to->id.length, p->to->id.at,
                       (int)p->reason.length, p->reason.at);
        signal_row_of(s, row, i, true);
    }
}

const struct signal crossing_without_conduit_signal = {
    .id = "crossing-without-conduit",
    .title = "Traffic between zones without a conduit",
    .looks_at = "Every conversation whose ends are in two zones, held against the conduits that have "
                "not expired.",
    .effect = SIGNAL_contradicts,
    .level = 3,
    .requirements = {
        { "NET 1.2", "The zone map is to show every link between zones, and this one is not on it." },
        { "NET 1.6", "What may move between inside networks is to be controlled, and this was not." },
    },
    .one = "conversation crosses zones without a conduit.",
    .many = "conversations cross zones without a conduit.",
    .clear = "Every conversation that crosses zones has its conduit.",
    .no_data = "No conversation between two zones was seen.",
    .look = look,
};
