/* safety_isolated.c - safety equipment was seen at work and kept to itself and its conduits. */
#include "assess/listening.h"
#include "assess/signal.h"

static bool touches_safety(const struct passage *p)
{
    return (p->from && p->from->safety) || (p->to && p->to->safety);
}

static bool is_in_order(const struct passage *p)
{
    return p->state == PASSAGE_allowed || p->state == PASSAGE_inside_zone;
}

static bool some_break_out(const struct sight *s)
{
    for (uint32_t i = 0; i < s->passages->rows.count; i++) {
        const struct passage *p = &s->passages->rows.items[i];
        if (touches_safety(p) && (p->state == PASSAGE_not_allowed || p->state == PASSAGE_no_zone) &&
            !dialogue_only_tried(&s->traffic->dialogues.items[i]))
            return true;
    }
    return false;
}

static void look(const struct sight *s, struct signal_result *out)
{
    bool shows = !some_break_out(s) && !listening_has_holes(s->plant);
    enum severity severity = shows ? SEVERITY_low : SEVERITY_note;

    for (uint32_t i = 0; i < s->traffic->dialogues.count; i++) {
        const struct passage *p = &s->passages->rows.items[i];
        const struct dialogue *d = &s->traffic->dialogues.items[i];
        if (!touches_safety(p) || !is_in_order(p))
            continue;
        out->looked = true;
        struct signal_row *row = signal_add(
            s, out, severity, "%s and %s talk with %s. %.*s", sight_name(s, &d->client),
            sight_name(s, &d->server), sight_service(s, d), (int)p->reason.length, p->reason.at);
        signal_row_of(s, row, i, p->from->safety);
    }
}

const struct signal safety_isolated_signal = {
    .id = "safety-isolated",
    .title = "Safety equipment keeps to its zone and conduits",
    .looks_at = "Conversations with an end in a zone that holds safety functions; it speaks only when "
                "all of them stay inside or have a conduit.",
    .effect = SIGNAL_supports,
    .level = 3,
    .requirements = {
        { "NET 1.3", "The safety equipment that was seen at work was isolated while it worked." },
    },
    .one = "conversation of a safety zone stays inside it or has a conduit.",
    .many = "conversations of a safety zone stay inside it or have a conduit.",
    .clear = "Some conversations of a safety zone have no conduit, or went unheard, so the others "
             "show nothing.",
    .no_data = "No conversation of a safety zone was seen.",
    .look = look,
};
