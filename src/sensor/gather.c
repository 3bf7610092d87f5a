#include "sensor/gather.h"

#include <stdlib.h>
#include <string.h>

struct gather_mark gather_begin(const struct observed *rows)
{
    return (struct gather_mark){ .skips = rows->skips.count,
                                 .bindings = rows->bindings.count,
                                 .facts = rows->facts.count,
                                 .protocols = rows->protocols.count };
}

void gather_capture(struct capture *row, const struct capture *so_far)
{
    struct capture one_more = *row;

    *row = *so_far;
    row->malformed += one_more.malformed;
    row->skipped += one_more.skipped;
}

/* ---- the same row, seen by two ---- */

#define ORDER(order, step) ((order) ? (order) : (step))

static int compare_skips(const void *left, const void *right)
{
    const struct skip *a = left, *b = right;

    return text_compare(a->reason, b->reason);
}

static int compare_bindings(const void *left, const void *right)
{
    const struct binding *a = left, *b = right;
    int order = address_compare(&a->mac, &b->mac);

    order = ORDER(order, address_compare(&a->ip, &b->ip));
    return ORDER(order, (int)a->how - (int)b->how);
}

static int compare_facts(const void *left, const void *right)
{
    const struct fact *a = left, *b = right;
    int order = address_compare(&a->about, &b->about);

    order = ORDER(order, (int)a->field - (int)b->field);
    order = ORDER(order, text_compare(a->part, b->part));
    order = ORDER(order, text_compare(a->value, b->value));
    return ORDER(order, text_compare(a->source, b->source));
}

static int compare_protocols(const void *left, const void *right)
{
    const struct protocol_count *a = left, *b = right;

    return text_compare(a->name, b->name);
}

/* ---- one row of two ---- */

static void join_frames(uint64_t *into, uint64_t frame)
{
    if (frame < *into)
        *into = frame;
}

/* 0 stands for packets without a time. */
static void join_times(moment_us *first, moment_us *last, moment_us from, moment_us to)
{
    if (from && (!*first || from < *first))
        *first = from;
    if (to > *last)
        *last = to;
}

static void join_skips(void *left, const void *right)
{
    struct skip *into = left;
    const struct skip *from = right;

    into->count += from->count;
    join_frames(&into->first_frame, from->first_frame);
}

static void join_bindings(void *left, const void *right)
{
    struct binding *into = left;
    const struct binding *from = right;

    into->count += from->count;
    join_times(&into->first, &into->last, from->first, from->last);
    join_frames(&into->first_frame, from->first_frame);
}

static void join_facts(void *left, const void *right)
{
    struct fact *into = left;
    const struct fact *from = right;

    into->count += from->count;
    if (from->confidence > into->confidence)
        into->confidence = from->confidence;
    join_times(&into->first, &into->last, from->first, from->last);
    join_frames(&into->first_frame, from->first_frame);
}

static void join_protocols(void *left, const void *right)
{
    struct protocol_count *into = left;
    const struct protocol_count *from = right;

    into->packets += from->packets;
    into->bytes += from->bytes;
    into->messages += from->messages;
    into->malformed += from->malformed;
}

/* Equal rows become one; how many are left. */
static size_t join_equal(void *rows, size_t count, size_t size,
                         int (*compare)(const void *, const void *),
                         void (*join)(void *, const void *))
{
    char *kept = rows, *row = rows;

    if (count < 2)
        return count;
    qsort(rows, count, size, compare);
    for (size_t i = 1; i < count; i++) {
        row += size;
        if (compare(kept, row) == 0) {
            join(kept, row);
            continue;
        }
        kept += size;
        if (kept != row)
            memcpy(kept, row, size);
    }
    return (size_t)(kept - (char *)rows) / size + 1;
}

#define JOIN(array, first, compare, join)                                                          \
    ((array)->count =                                                                              \
         (first) + ((array)->count > (first)                                                       \
                        ? join_equal((array)->items + (first), (array)->count - (first),           \
                                     sizeof *(array)->items, compare, join)                        \
                        : 0))

void gather_end(struct observed *rows, const struct gather_mark *before)
{
    JOIN(&rows->skips, before->skips, compare_skips, join_skips);
    JOIN(&rows->bindings, before->bindings, compare_bindings, join_bindings);
    JOIN(&rows->facts, before->facts, compare_facts, join_facts);
    JOIN(&rows->protocols, before->protocols, compare_protocols, join_protocols);
}
