#include "base/hash.h"
#include "sensor/tally.h"

/* The same two ends and the same service, whatever is spoken there. */
static bool same_service(const void *owner, const void *key, uint32_t item)
{
    const struct tally *t = owner;
    const struct conversation *a = key, *b = &t->rows.conversations.items[item];

    return a->port == b->port && a->transport == b->transport &&
           address_equal(&a->client, &b->client) && address_equal(&a->server, &b->server);
}

static uint64_t service_hash(const struct conversation *c)
{
    return hash_mix(address_hash(&c->client) + c->port, address_hash(&c->server) + c->transport);
}

static void join(struct conversation *into, const struct conversation *from)
{
    into->packets += from->packets;
    into->bytes += from->bytes;
    into->packets_from_client += from->packets_from_client;
    into->established |= from->established;
    into->hours |= from->hours;
    if (from->first_frame < into->first_frame)
        into->first_frame = from->first_frame;
    if (from->first && (!into->first || from->first < into->first))
        into->first = from->first;
    if (from->last > into->last)
        into->last = from->last;
}

/* Those that carried something, by service; of several on one port the first. */
static struct index speaking(const struct tally *t)
{
    struct index by_service = { 0 };

    for (uint32_t i = 0; i < t->rows.conversations.count; i++) {
        const struct conversation *c = &t->rows.conversations.items[i];
        uint64_t hash = service_hash(c);
        if (t->carried.items[i] && index_find(&by_service, hash, same_service, t, c) == INDEX_NONE)
            index_insert(&by_service, hash, i);
    }
    return by_service;
}

static void drop_joined(struct tally *t)
{
    struct conversation *rows = t->rows.conversations.items;
    size_t kept = 0;

    for (size_t i = 0; i < t->rows.conversations.count; i++)
        if (rows[i].packets)
            rows[kept++] = rows[i];
    t->rows.conversations.count = kept;
}

static void tell_rhythms(struct tally *t)
{
    for (size_t i = 0; i < t->rhythms.count; i++) {
        struct operation_place at = t->operation_places.items[i];
        struct operation_count *row =
            &t->rows.conversations.items[at.conversation].operations.items[at.row];
        if (t->rhythms.items[i])
            (void)rhythm_tell(t->rhythms.items[i], &row->interval, &row->regularity);
    }
}

void tally_end(struct tally *t)
{
    struct conversation *rows = t->rows.conversations.items;
    struct index by_service = speaking(t);

    tell_rhythms(t);

    for (size_t i = 0; i < t->rows.conversations.count; i++) {
        if (t->carried.items[i])
            continue;
        uint32_t other = index_find(&by_service, service_hash(&rows[i]), same_service, t, &rows[i]);
        if (other == INDEX_NONE)
            continue;
        join(&rows[other], &rows[i]);
        rows[i].packets = 0; /* none has: it is gone */
    }
    index_free(&by_service);
    drop_joined(t);
}
