#include "api/talk_filter.h"

bool parse_verdict(struct text t, void *verdict)
{
    for (int state = 0; state < PASSAGE_STATE_COUNT; state++)
        if (text_is(t, passage_state_name((enum passage_state)state))) {
            *(enum passage_state *)verdict = (enum passage_state)state;
            return true;
        }
    return false;
}

bool parse_access(struct text t, void *access)
{
    return access_parse(t, access);
}

/* An end, by any address of its asset or as it is sent. */
struct end_filter {
    bool asked;
    struct text id;
    const struct inventory_row *row;
};

static struct end_filter end_filter_of(const struct plant_view *v, struct text id)
{
    return (struct end_filter){ id.length != 0, id, inventory_find(&v->inventory, id) };
}

static bool end_fits(const struct end_filter *f, const struct talk_end *end)
{
    return !f->asked || (f->row && end->row == f->row) || text_equal(f->id, end->id);
}

static bool speaks(const struct dialogue *d, struct text protocol)
{
    if (protocol.length == 0 || text_equal(protocol, d->protocol))
        return true;
    for (ARRAY_EACH(const struct dialogue_operation, o, &d->operations))
        if (text_equal(protocol, o->sum.protocol))
            return true;
    return false;
}

struct talk_filter {
    const struct talk_words *words;
    struct search search;
    struct end_filter client, server, either;
};

static bool fits(const struct talk_filter *f, const struct talk *talk)
{
    const struct talk_words *q = f->words;

    return (q->verdict == PASSAGE_STATE_COUNT || talk->passage->state == q->verdict) &&
           (q->access == ACCESS_COUNT || talk->dialogue->access & 1U << q->access) &&
           facet_fits(q->zone_from, talk->client.zone) &&
           facet_fits(q->zone_to, talk->server.zone) && end_fits(&f->client, &talk->client) &&
           end_fits(&f->server, &talk->server) &&
           (end_fits(&f->either, &talk->client) || end_fits(&f->either, &talk->server)) &&
           speaks(talk->dialogue, q->protocol) && search_finds(&f->search, talk->search);
}

struct selection talks_select(struct request *r, const struct talk_words *words,
                              struct order_choice choice)
{
    const struct plant_view *v = r->view;
    const uint32_t *order = orders_get(&v->talks.orders, choice);
    const struct talk_filter filter = { words, search_for(words->q, &r->arena),
                                        end_filter_of(v, words->client),
                                        end_filter_of(v, words->server),
                                        end_filter_of(v, words->asset) };
    struct selection s = selection_of(v->talks.rows.count, &r->arena);

    for (size_t i = 0; i < v->talks.rows.count; i++)
        if (fits(&filter, &v->talks.rows.items[order[i]]))
            s.rows[s.count++] = order[i];
    return s;
}
