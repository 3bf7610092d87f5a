/*
 * live.c - a capture that goes on: every time it is told, its rows are held
 * against those of the last time, and only what differs is written.
 */
#include <string.h>

#include "store/plant.h"

struct merge {
    struct db *db;
    const struct live_run *run;
    const struct observed *now;
    uint32_t capture;
    ARRAY(uint32_t) conversations; /* numbers, as in now */
    uint32_t last_number;
};

/* ---- rows that have no number of their own ---- */

static bool same_skip(const void *left, const void *right)
{
    const struct skip *a = left, *b = right;

    return a->count == b->count && a->first_frame == b->first_frame;
}

static bool same_protocol(const void *left, const void *right)
{
    const struct protocol_count *a = left, *b = right;

    return a->packets == b->packets && a->bytes == b->bytes && a->messages == b->messages &&
           a->malformed == b->malformed;
}

static bool same_binding(const void *left, const void *right)
{
    const struct binding *a = left, *b = right;

    return a->count == b->count && a->first == b->first && a->last == b->last &&
           a->first_frame == b->first_frame;
}

static bool same_fact(const void *left, const void *right)
{
    const struct fact *a = left, *b = right;

    return a->count == b->count && a->first == b->first && a->last == b->last &&
           a->first_frame == b->first_frame;
}

/* Every row struct begins with the number of its capture. */
union row {
    uint32_t capture;
    struct skip skip;
    struct protocol_count protocol;
    struct binding binding;
    struct fact fact;
};

static union row in_capture(const void *row, size_t size, uint32_t capture)
{
    union row copy = { 0 };

    memcpy(&copy, row, size);
    copy.capture = capture;
    return copy;
}

typedef bool same_row(const void *left, const void *right);
typedef int order_rows(const void *left, const void *right);
static const struct kind {
    const struct relation *relation;
    size_t array; /* of the ARRAY in a struct observed */
    order_rows *order;
    same_row *same;
} kinds[] = {
    { &skip_relation, offsetof(struct observed, skips), order_skips, same_skip },
    { &protocol_relation, offsetof(struct observed, protocols), order_protocols, same_protocol },
    { &binding_relation, offsetof(struct observed, bindings), order_bindings, same_binding },
    { &fact_relation, offsetof(struct observed, facts), order_facts, same_fact },
};

static const void *row_at(const struct kind *kind, const struct observed *o, size_t i)
{
    ARRAY(char) rows; /* every ARRAY(type) has these members in this order */

    memcpy(&rows, (const char *)o + kind->array, sizeof rows);
    return i < rows.count ? rows.items + i * kind->relation->size : NULL;
}

/* Every row of `rows` that `others` has not in the same state. */
static int each_changed(const struct merge *m, const struct kind *kind, const struct observed *rows,
                        const struct observed *others,
                        int (*change)(struct db *, const struct relation *, const void *,
                                      struct problem *),
                        struct problem *why)
{
    size_t other = 0;
    const void *row, *beside;
    int rc = 0;

    for (size_t i = 0; rc >= 0 && (row = row_at(kind, rows, i)); i++) {
        while ((beside = row_at(kind, others, other)) && kind->order(beside, row) < 0)
            other++;
        if (beside && kind->order(beside, row) == 0 && kind->same(beside, row))
            continue;
        union row copy = in_capture(row, kind->relation->size, m->capture);
        rc = change(m->db, kind->relation, &copy, why);
    }
    return rc < 0 ? rc : 0;
}

/* What is gone or different goes first: a row's place in the order may have changed with it. */
static int merge_kind(const struct merge *m, const struct kind *kind, struct problem *why)
{
    int rc = each_changed(m, kind, &m->run->kept, m->now, record_remove, why);

    return rc < 0 ? rc : each_changed(m, kind, m->now, &m->run->kept, record_insert, why);
}

/* ---- conversations ---- */

static bool same_operations(const struct conversation *a, const struct conversation *b)
{
    if (a->operations.count != b->operations.count)
        return false;
    for (size_t i = 0; i < a->operations.count; i++) {
        const struct operation_count *x = &a->operations.items[i], *y = &b->operations.items[i];
        if (!text_equal(x->protocol, y->protocol) || !text_equal(x->code, y->code) ||
            x->requests != y->requests || x->responses != y->responses || x->errors != y->errors ||
            x->interval != y->interval || x->regularity != y->regularity || x->first != y->first ||
            x->last != y->last || x->first_frame != y->first_frame)
            return false;
    }
    return true;
}

static bool same_conversation(const struct conversation *a, const struct conversation *b)
{
    return a->packets == b->packets && a->bytes == b->bytes &&
           a->packets_from_client == b->packets_from_client && a->established == b->established &&
           a->hours == b->hours && a->first == b->first && a->last == b->last &&
           a->first_frame == b->first_frame && same_operations(a, b);
}

static int keep_one(struct merge *m, const struct conversation *now,
                    const struct conversation *before, uint32_t number, struct problem *why)
{
    if (!before)
        number = ++m->last_number;
    *array_add(&m->conversations) = number;
    if (before && same_conversation(before, now))
        return 0;
    return conversation_keep(m->db, now, number, m->capture, why);
}

static int merge_conversations(struct merge *m, struct problem *why)
{
    const struct observed *kept = &m->run->kept, *now = m->now;
    size_t b = 0, n = 0;
    int rc = last_conversation(m->db, &m->last_number, why);

    while (rc == 0 && (b < kept->conversations.count || n < now->conversations.count)) {
        const struct conversation *before = kept->conversations.items + b;
        const struct conversation *row = now->conversations.items + n;
        int order = b == kept->conversations.count  ? 1
                    : n == now->conversations.count ? -1
                                                    : order_conversations(before, row);
        uint32_t number = order <= 0 ? m->run->conversations.items[b] : 0;
        if (order < 0)
            rc = conversation_drop(m->db, number, why);
        else
            rc = keep_one(m, row, order == 0 ? before : NULL, number, why);
        b += order <= 0;
        n += order >= 0;
    }
    return rc;
}

/* ---- the whole run ---- */

static int measure_gap(struct db *db, struct capture *c, struct problem *why)
{
    moment_us to = 0;
    int rc = capture_last_listened(db, c->live.interface, &to, why);

    c->live.gap = to && to < c->live.from ? c->live.from - to : 0;
    return rc;
}

static int merge_all(struct merge *m, struct problem *why)
{
    struct capture *c = &m->now->captures.items[0];
    int rc = 0;

    m->capture = m->run->capture;
    if (m->capture)
        c->live.gap = m->run->kept.captures.items[0].live.gap;
    else
        rc = measure_gap(m->db, c, why);
    if (rc == 0)
        rc = capture_keep(m->db, c, &m->capture, why);
    for (size_t i = 0; rc == 0 && i < COUNT_OF(kinds); i++)
        rc = merge_kind(m, &kinds[i], why);
    if (rc == 0)
        rc = merge_conversations(m, why);
    return rc < 0 ? rc : assets_are_old(m->db, why);
}

static int keep_live(struct db *db, const void *about, struct problem *why)
{
    struct merge *const *m = about;

    (*m)->db = db;
    return merge_all(*m, why);
}

int store_keep_live(struct store *store, struct live_run *run, struct observed *now,
                    struct problem *why)
{
    struct merge m = { .run = run, .now = now };
    struct merge *about = &m;
    int rc = store_change(store, keep_live, &about, why);

    if (rc < 0) {
        array_free(&m.conversations);
        return rc;
    }
    live_run_finish(run);
    run->capture = m.capture;
    run->kept = *now;
    run->conversations.items = m.conversations.items;
    run->conversations.count = m.conversations.count;
    run->conversations.capacity = m.conversations.capacity;
    observed_init(now);
    return 0;
}

static int keep_listening(struct db *db, const void *about, struct problem *why)
{
    const struct live_run *run = about;
    uint32_t number = run->capture;

    return capture_keep(db, &run->kept.captures.items[0], &number, why);
}

int store_keep_listening(struct store *store, struct live_run *run, const struct listening *live,
                         struct problem *why)
{
    struct listening *kept = &run->kept.captures.items[0].live;
    struct text interface = kept->interface; /* which lives as long as the rows */
    moment_us gap = kept->gap;

    *kept = *live;
    kept->interface = interface;
    kept->gap = gap;
    bool often = store->actor.often;
    store->actor.often = false; /* the end of a run is in the trail at once */
    int rc = store_change(store, keep_listening, run, why);
    store->actor.often = often;
    return rc;
}

void live_run_finish(struct live_run *run)
{
    array_free(&run->conversations);
    observed_finish(&run->kept);
    *run = (struct live_run){ 0 };
}
