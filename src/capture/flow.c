#include "capture/flow.h"

#include <string.h>

#include "capture/must.h"

struct flow_slab {
    struct flow flows[32];
    struct flow_slab *next;
};

/* Flows lie side by side: a capture may hold a million, and most end soon. */
static struct flow *take_free(struct flow_table *t)
{
    if (!t->free) {
        struct flow_slab *slab = must(aligned_alloc(alignof(struct flow_slab), sizeof *slab));
        slab->next = t->slabs;
        t->slabs = slab;
        for (size_t i = 0; i < COUNT_OF(slab->flows); i++) {
            slab->flows[i].chain = t->free;
            t->free = &slab->flows[i];
        }
    }
    struct flow *f = t->free;
    t->free = f->chain;
    return f;
}

struct flow *flow_find(struct flow_table *t, const struct flow_key *key, uint64_t hash)
{
    if (!t->bucket_count)
        return NULL;
    struct flow *f = t->buckets[hash & (t->bucket_count - 1)];
    while (f && (f->hash != hash || memcmp(&f->key, key, sizeof *key) != 0))
        f = f->chain;
    return f;
}

static void widen(struct flow_table *t)
{
    size_t count = t->bucket_count ? t->bucket_count * 2 : 1024;
    struct flow **buckets = must(calloc(count, sizeof(struct flow *)));

    for (struct flow *f = t->oldest; f; f = f->newer) {
        f->chain = buckets[f->hash & (count - 1)];
        buckets[f->hash & (count - 1)] = f;
    }
    free(t->buckets);
    t->buckets = buckets;
    t->bucket_count = count;
}

static void link_newest(struct flow_table *t, struct flow *f)
{
    f->older = t->newest;
    f->newer = NULL;
    *(t->newest ? &t->newest->newer : &t->oldest) = f;
    t->newest = f;
}

static void unlink_age(struct flow_table *t, struct flow *f)
{
    *(f->older ? &f->older->newer : &t->oldest) = f->newer;
    *(f->newer ? &f->newer->older : &t->newest) = f->older;
}

struct flow *flow_add(struct flow_table *t, const struct flow_key *key, uint64_t hash,
                      int64_t at_ns)
{
    if (t->count >= t->bucket_count)
        widen(t);
    struct flow *f = take_free(t);
    *f = (struct flow){ .key = *key, .hash = hash, .looked_ns = at_ns };
    f->chain = t->buckets[hash & (t->bucket_count - 1)];
    t->buckets[hash & (t->bucket_count - 1)] = f;
    link_newest(t, f);
    t->count++;
    return f;
}

void flow_put_off(struct flow_table *t, struct flow *f)
{
    if (t->newest == f)
        return;
    unlink_age(t, f);
    link_newest(t, f);
}

static void free_operations(struct flow *f)
{
    for (struct flow_operation *next, *op = f->operations; op; op = next) {
        next = op->next;
        free(op->rhythm);
        free(op);
    }
    f->operations = NULL;
    f->operation_count = 0;
}

void flow_count_anew(struct flow *f)
{
    free_operations(f);
    f->hours = 0;
    for (int end = 0; end < 2; end++)
        f->ends[end].packets = f->ends[end].bytes = 0;
}

void flow_remove(struct flow_table *t, struct flow *f)
{
    struct flow **at = &t->buckets[f->hash & (t->bucket_count - 1)];

    while (*at != f)
        at = &(*at)->chain;
    *at = f->chain;
    unlink_age(t, f);
    t->count--;

    free_operations(f);
    stream_finish(&f->ends[0].stream);
    stream_finish(&f->ends[1].stream);
    free(f->state);
    f->chain = t->free;
    t->free = f;
}

void flow_table_free(struct flow_table *t)
{
    while (t->oldest)
        flow_remove(t, t->oldest);
    for (struct flow_slab *next, *slab = t->slabs; slab; slab = next) {
        next = slab->next;
        free(slab);
    }
    free(t->buckets);
    *t = (struct flow_table){ 0 };
}

void flow_operation_asked(struct flow_operation *op, int64_t at_ns)
{
    op->requests++;
    if (op->requests == FLOW_RHYTHM_FROM)
        op->rhythm = must(calloc(1, sizeof *op->rhythm));
    if (op->rhythm)
        rhythm_add(op->rhythm, at_ns - op->asked_ns);
    op->asked_ns = at_ns;
}

struct flow_operation *flow_operation_of(struct flow *f, const struct observation *seen)
{
    struct flow_operation **at = &f->operations;

    while (*at && ((*at)->protocol != seen->protocol || (*at)->code != seen->code ||
                   (*at)->sub != seen->sub))
        at = &(*at)->next;
    if (*at) {
        struct flow_operation *found = *at;
        *at = found->next; /* the last one used is found first next time */
        found->next = f->operations;
        return f->operations = found;
    }
    if (f->operation_count == FLOW_OPERATIONS_MOST)
        return NULL;
    struct flow_operation *added = must(calloc(1, sizeof *added));
    *added = (struct flow_operation){ .next = f->operations,
                                      .protocol = seen->protocol,
                                      .operation = seen->operation,
                                      .code = seen->code,
                                      .sub = seen->sub };
    f->operation_count++;
    return f->operations = added;
}
