/* explain_doings.c - what an asset does: when it is heard, whom it speaks to, what is asked. */
#include <inttypes.h>

#include "assess/explain_steps.h"

/* "06:00 to 09:00, 22:00 to 24:00" */
static struct text hours_shown(uint32_t hours, struct arena *into)
{
    enum { HOURS = 24 };
    struct text shown = { 0 };

    for (unsigned from = 0; from < HOURS; from++) {
        unsigned to = from;
        while (to < HOURS && hours & 1U << to)
            to++;
        if (to == from)
            continue;
        shown = text_format(into, "%.*s%s%02u:00 to %02u:00", SHOWN(shown),
                            shown.length ? ", " : "", from, to);
        from = to;
    }
    return shown;
}

static void tell_hours(struct telling *t, const struct asset *asset)
{
    if (asset->hours)
        tell(t, 0, "It was heard in these hours of the day (UTC): %.*s.",
             SHOWN(hours_shown(asset->hours, &t->out->text)));
}

static void tell_routing(struct telling *t, const struct asset *asset)
{
    if (asset->routed)
        tell(t, 0, "It routes: packets of %" PRIu32 " other address%s passed through it.",
             asset->routed, asset->routed == 1 ? "" : "es");
}

static void tell_protocols(struct telling *t, const struct asset *asset)
{
    for (ARRAY_EACH(const struct asset_protocol, p, &asset->protocols))
        tell(t, 0, "It speaks %.*s as %s%s%s.", SHOWN(p->name), p->as_client ? "client" : "",
             p->as_client && p->as_server ? " and as " : "", p->as_server ? "server" : "");
}

/* One direction of what is asked: whose it is, of whom, and the sentence before the operations. */
struct asking {
    bool issued;
    const char *title, *peer;
};

static uint32_t own_end(const struct dialogue *d, const struct asking *how)
{
    return how->issued ? d->client_asset : d->server_asset;
}

static void tell_operation(struct telling *t, const struct dialogue *d,
                           const struct dialogue_operation *o, const struct asking *how)
{
    const struct address *peer = how->issued ? &d->server : &d->client;

    tell(t, 1,
         "%.*s \"%.*s\" %s %s, %s: %" PRIu64 " asked, %" PRIu64 " answered, %" PRIu64
         " of them refused.",
         SHOWN(o->sum.protocol), SHOWN(o->sum.name), how->peer, sight_name(&t->sight, peer),
         access_name(class_access(o->sum.class)), o->sum.requests, o->sum.responses, o->sum.errors);
    refer_frame(t, o->capture, o->sum.first_frame);
}

static size_t count_operations(const struct telling *t, uint32_t number, const struct asking *how)
{
    size_t count = 0;

    for (ARRAY_EACH(const struct dialogue, d, &t->a->traffic.dialogues))
        if (own_end(d, how) == number)
            count += d->operations.count;
    return count;
}

static void tell_operations_of(struct telling *t, uint32_t number, const struct asking *how)
{
    size_t total = count_operations(t, number, how), told = 0;

    if (total)
        tell(t, 0, "%s", how->title);
    for (ARRAY_EACH(const struct dialogue, d, &t->a->traffic.dialogues)) {
        if (own_end(d, how) != number)
            continue;
        for (ARRAY_EACH(const struct dialogue_operation, o, &d->operations)) {
            if (told++ < EXPLAIN_ROWS_MOST)
                tell_operation(t, d, o, how);
        }
    }
    if (total > EXPLAIN_ROWS_MOST)
        tell(t, 1, "And %zu more.", total - EXPLAIN_ROWS_MOST);
}

void tell_doings(struct telling *t, const struct asset *asset)
{
    static const struct asking ways[] = {
        { true, "What it asks for:", "of" },
        { false, "What is asked of it:", "by" },
    };
    uint32_t number = (uint32_t)(asset - t->a->plant->assets.items.items);

    tell_hours(t, asset);
    tell_routing(t, asset);
    tell_protocols(t, asset);
    for (size_t i = 0; i < COUNT_OF(ways); i++)
        tell_operations_of(t, number, &ways[i]);
}
