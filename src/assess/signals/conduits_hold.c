/* conduits_hold.c - what crosses zones does so as the conduits say, without exception. */
#include "assess/listening.h"
#include "assess/signal.h"

static bool some_crossing_is_refused(const struct sight *s)
{
    for (uint32_t i = 0; i < s->passages->rows.count; i++)
        if (s->passages->rows.items[i].state == PASSAGE_not_allowed &&
            !dialogue_only_tried(&s->traffic->dialogues.items[i]))
            return true;
    return false;
}

static void look(const struct sight *s, struct signal_result *out)
{
    bool shows = !some_crossing_is_refused(s) && !listening_has_holes(s->plant);
    enum severity severity = shows ? SEVERITY_low : SEVERITY_note;

    for (uint32_t i = 0; i < s->passages->rows.count; i++) {
        const struct passage *p = &s->passages->rows.items[i];
        const struct dialogue *d = &s->traffic->dialogues.items[i];
        if (p->state != PASSAGE_allowed)
            continue;
        out->looked = true;
        struct signal_row *row =
            signal_add(s, out, severity, "%s reaches %s with %s through conduit \"%.*s\".",
                       sight_name(s, &d->client), sight_name(s, &d->server), sight_service(s, d),
                       (int)p->conduit->id.length, p->conduit->id.at);
        signal_row_of(s, row, i, true);
    }
}

const struct signal conduits_hold_signal = {
    .id = "conduits-hold",
    .title = "All traffic between zones goes through conduits",
    .looks_at = "Every conversation between zones; it speaks only when all of them have a conduit.",
    .effect = SIGNAL_supports,
    .level = 3,
    .requirements = {
        { "NET 1.2", "The links that were seen are those that the zone map shows." },
        { "NET 1.6", "What moved between inside networks was what is controlled." },
    },
    .one = "conversation crosses zones, through its conduit.",
    .many = "conversations cross zones, each through its conduit.",
    .clear = "Some conversations cross zones without a conduit, or may have unheard, so those that "
             "have one show nothing.",
    .no_data = "No conversation went through a conduit.",
    .look = look,
};
