#include "segment/conduit.h"

#include <stdio.h>

#include "model/program_check.h"

#define SHOWN(t) (int)(t).length, (t).at ? (t).at : ""

static const char *const states[PASSAGE_STATE_COUNT] = {
    [PASSAGE_allowed] = "allowed",         [PASSAGE_not_allowed] = "not_allowed",
    [PASSAGE_inside_zone] = "inside_zone", [PASSAGE_no_zone] = "no_zone",
    [PASSAGE_not_judged] = "not_judged",
};

const char *passage_state_name(enum passage_state state)
{
    return states[state];
}

struct text access_names(uint8_t access, struct arena *into)
{
    struct text names = { 0 };

    for (int i = 0; i < ACCESS_COUNT; i++)
        if (access & 1u << i)
            names = text_format(into, "%.*s%s%s", SHOWN(names), names.length ? ", " : "",
                                access_name((enum access)i));
    return names;
}

bool conduit_is_expired(const struct conduit *c, moment_us today)
{
    return c->expires && c->expires <= today;
}

static bool speaks(const struct dialogue *d, struct text protocol)
{
    if (text_equal(d->protocol, protocol))
        return true;
    for (ARRAY_EACH(const struct dialogue_operation, o, &d->operations))
        if (text_equal(o->sum.protocol, protocol))
            return true;
    return false;
}

static bool service_fits(const struct service *s, const struct dialogue *d)
{
    return (s->protocol.length == 0 || speaks(d, s->protocol)) &&
           (s->transport == TRANSPORT_NONE || s->transport == d->transport) &&
           (s->port == 0 || s->port == d->port);
}

/* What one conduit makes of a dialogue. */
struct opinion {
    bool fits;       /* some service is meant for it */
    uint8_t covered; /* accesses let through */
};

static struct opinion ask(const struct conduit *c, const struct dialogue *d)
{
    struct opinion o = { 0 };

    for (ARRAY_EACH(const struct service, s, &c->services))
        if (service_fits(s, d)) {
            o.fits = true;
            o.covered |= s->access ? (uint8_t)(s->access & d->access) : d->access;
        }
    return o;
}

/* All conduits together, and the one that comes closest. */
struct hearing {
    const struct conduit *closest;
    const struct conduit *expired; /* that would have let it through */
    bool fits;
    int closeness;
    uint8_t covered;
};

static int closeness(struct opinion o)
{
    return o.fits ? 1 + __builtin_popcount(o.covered) : 0;
}

static struct hearing hear(const struct plant *plant, const struct dialogue *d,
                           const struct way *way)
{
    struct hearing all = { .closeness = -1 };

    for (ARRAY_EACH(const struct conduit *const, leading, &way->conduits)) {
        const struct conduit *c = *leading;
        struct opinion o = ask(c, d);
        if (conduit_is_expired(c, plant->today)) {
            if (o.fits && o.covered == d->access)
                all.expired = c;
            continue;
        }
        all.fits |= o.fits;
        all.covered |= o.covered;
        if (closeness(o) > all.closeness) {
            all.closeness = closeness(o);
            all.closest = c;
        }
    }
    return all;
}

static struct text refusal(const struct passage *p, const struct hearing *all,
                           const struct dialogue *d, struct arena *into)
{
    char date[11];

    if (all->expired) {
        moment_format_date(all->expired->expires, date);
        return text_format(into, "Conduit \"%.*s\" let %.*s through until it expired on %s.",
                           SHOWN(all->expired->id), SHOWN(d->protocol), date);
    }
    if (!p->conduit)
        return text_format(into, "No conduit leads from zone \"%.*s\" to zone \"%.*s\".",
                           SHOWN(p->from->id), SHOWN(p->to->id));
    if (!all->fits)
        return text_format(into, "Conduit \"%.*s\" does not list %.*s.", SHOWN(p->conduit->id),
                           SHOWN(dialogue_service(d, into)));
    return text_format(into, "Conduit \"%.*s\" lets %.*s through, but not %.*s.",
                       SHOWN(p->conduit->id), SHOWN(d->protocol),
                       SHOWN(access_names(p->refused, into)));
}

static void judge_crossing(struct passage *p, const struct plant *plant, const struct dialogue *d,
                           const struct way *way, struct arena *into)
{
    struct hearing all = hear(plant, d, way);

    p->conduit = all.closest ? all.closest : all.expired;
    p->refused = (uint8_t)(d->access & ~all.covered);
    if (all.fits && !p->refused) {
        p->state = PASSAGE_allowed;
        p->reason = text_format(into, "Conduit \"%.*s\" lets it through.", SHOWN(p->conduit->id));
        return;
    }
    p->state = PASSAGE_not_allowed;
    p->reason = refusal(p, &all, d, into);
}

static bool stays_on_its_link(const struct dialogue *d)
{
    return d->client.kind == ADDRESS_MAC || d->server.kind == ADDRESS_MAC ||
           address_is_link_local(&d->client) || address_is_link_local(&d->server);
}

static struct passage outside(const struct placement *end, struct arena *into)
{
    char address[ADDRESS_TEXT];

    address_format(&end->address, address);
    return (struct passage){
        .state = PASSAGE_no_zone,
        .reason = end->how == PLACED_disputed ? placement_reason(end, into)
                                              : text_format(into, "%s is in no zone.", address),
    };
}

static struct passage judge(struct passages *all, const struct plant *plant,
                            const struct dialogue *d)
{
    struct arena *into = &all->text;
    struct placement from = zone_of_end(plant, &d->client), to = zone_of_end(plant, &d->server);
    struct passage p = { .from = from.zone, .to = to.zone };

    if (address_is_group(&d->server) || address_is_group(&d->client)) {
        p.state = PASSAGE_not_judged;
        p.reason = text_format(into, "Sent to a group: no one zone is meant.");
    } else if ((!p.from || !p.to) && stays_on_its_link(d)) {
        p.state = PASSAGE_not_judged;
        p.reason = text_format(into, "No router passes it on: it stays on its own link.");
    } else if (!p.from || !p.to) {
        p = outside(p.from ? &to : &from, into);
        p.from = from.zone;
        p.to = to.zone;
    } else if (p.from == p.to) {
        p.state = PASSAGE_inside_zone;
        p.reason = text_format(into, "Both ends are in zone \"%.*s\".", SHOWN(p.from->id));
    } else {
        judge_crossing(&p, plant, d, ways_between(&all->ways, p.from, p.to), into);
    }
    return p;
}

/* The first dialogue that is not before these two ends. */
static size_t first_between(const struct traffic *traffic, const struct address *client,
                            const struct address *server)
{
    size_t low = 0, high = traffic->dialogues.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct dialogue *d = &traffic->dialogues.items[middle];
        int order = address_compare(&d->client, client);
        if ((order ? order : address_compare(&d->server, server)) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct passage *allowed_between(const struct passages *p,
                                             const struct traffic *traffic,
                                             const struct address *client,
                                             const struct address *server)
{
    for (size_t i = first_between(traffic, client, server); i < traffic->dialogues.count; i++) {
        const struct dialogue *d = &traffic->dialogues.items[i];
        if (!address_equal(&d->client, client) || !address_equal(&d->server, server))
            return NULL;
        if (p->rows.items[i].state == PASSAGE_allowed)
            return &p->rows.items[i];
    }
    return NULL;
}

/*
 * ICMP that nobody answers reports on other packets ("port unreachable"): it
 * passes with the dialogue between the same two that is let through.
 */
static void let_reports_pass(struct passages *p, const struct traffic *traffic)
{
    for (size_t i = 0; i < p->rows.count; i++) {
        const struct dialogue *d = &traffic->dialogues.items[i];
        struct passage *row = &p->rows.items[i];
        if (row->state != PASSAGE_not_allowed || d->transport != TRANSPORT_IP || d->established ||
            !text_starts(d->protocol, "icmp"))
            continue;
        const struct passage *other = allowed_between(p, traffic, &d->server, &d->client);
        if (!other)
            other = allowed_between(p, traffic, &d->client, &d->server);
        if (!other)
            continue;
        row->state = PASSAGE_allowed;
        row->conduit = other->conduit;
        row->refused = 0;
        row->reason = text_format(&p->text, "It reports on what conduit \"%.*s\" lets through.",
                                  SHOWN(other->conduit->id));
    }
}

/* A conduit is used by what passes between its zones and is meant by one of its services. */
static void mark_used(struct passages *p, const struct plant *plant, const struct traffic *traffic)
{
    const struct conduit *first = plant->program.conduits.items;

    for (size_t i = 0; i < plant->program.conduits.count; i++)
        *array_add(&p->used) = false;
    for (size_t i = 0; i < p->rows.count; i++) {
        const struct passage *row = &p->rows.items[i];
        if (row->state != PASSAGE_allowed)
            continue;
        const struct way *way = ways_between(&p->ways, row->from, row->to);
        for (ARRAY_EACH(const struct conduit *const, c, &way->conduits))
            p->used.items[*c - first] |= ask(*c, &traffic->dialogues.items[i]).fits;
    }
}

void passages_judge(struct passages *p, const struct plant *plant, const struct traffic *traffic)
{
    *p = (struct passages){ 0 };
    arena_create(&p->text, ARENA_TRUSTED);
    ways_open(&p->ways, &plant->program);
    for (ARRAY_EACH(const struct dialogue, d, &traffic->dialogues))
        *array_add(&p->rows) = judge(p, plant, d);
    let_reports_pass(p, traffic);
    mark_used(p, plant, traffic);
}

void passages_finish(struct passages *p)
{
    array_free(&p->rows);
    array_free(&p->used);
    ways_finish(&p->ways);
    arena_destroy(&p->text);
}
