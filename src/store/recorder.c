#include "store/recorder.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/json.h"

static const moment_us hour_us = 3600000000;

/* Every other table holds what people decided. */
static const struct {
    const char *table;
    enum table_class class;
} classes[] = {
    { "audit", TABLE_own },
    { "seal", TABLE_own },
    { "capture", TABLE_listed },
    { "revision", TABLE_counter },
    { "skip", TABLE_observed },
    { "protocol_count", TABLE_observed },
    { "binding", TABLE_observed },
    { "fact", TABLE_observed },
    { "conversation", TABLE_observed },
    { "operation", TABLE_observed },
    { "identified", TABLE_observed },
    { "asset", TABLE_observed },
    { "asset_mac", TABLE_observed },
    { "asset_ip", TABLE_observed },
    { "asset_name", TABLE_observed },
    { "asset_evidence", TABLE_observed },
    { "asset_address_claim", TABLE_observed },
    { "asset_protocol", TABLE_observed },
    { "asset_judgement", TABLE_observed },
};

enum table_class table_class(struct text table)
{
    for (size_t i = 0; i < COUNT_OF(classes); i++)
        if (text_is(table, classes[i].table))
            return classes[i].class;
    return text_starts(table, "sqlite_") ? TABLE_own : TABLE_decided;
}

/* What a transaction does to one table. */
struct table_delta {
    struct seal parts[SEAL_PARTS];
    bool touched[SEAL_PARTS];
};

struct table_state {
    enum table_class class;
    struct table_delta *delta; /* NULL: untouched */
};

/* One row that has an entry, from its first change to its last. */
struct row_change {
    uint32_t table; /* its number */
    struct text name, before, after;
    struct row_sum was, is;
};

static void *need(void *memory)
{
    if (!memory) {
        fputs("bulkhead: out of memory\n", stderr);
        abort();
    }
    return memory;
}

/* ---- a row in words ---- */

/* The hash of a password is no secret to guess from, but it is nobody's business either. */
static void print_hidden(struct json *j, const char *column, struct text value)
{
    unsigned char digest[crypto_generichash_BYTES];
    char shown[17];

    crypto_generichash(digest, sizeof digest, (const unsigned char *)value.at, value.length, NULL,
                       0);
    sodium_bin2hex(shown, sizeof shown, digest, 8);
    json_string(j, column, shown);
}

void row_print(const struct db_table *table, const struct db_value *values, struct buffer *out)
{
    struct json j = json_to(out);

    json_object(&j, NULL);
    for (size_t i = 0; i < table->column_count; i++) {
        const struct db_value *v = &values[i];
        if (v->is_text && v->text.length && strcmp(table->columns[i], "password") == 0)
            print_hidden(&j, table->columns[i], v->text);
        else if (v->is_text && v->text.length)
            json_text(&j, table->columns[i], v->text);
        else if (!v->is_text && v->integer)
            json_signed(&j, table->columns[i], v->integer);
    }
    json_object_end(&j);
}

static struct text printed(struct recorder *r, const struct db_table *t,
                           const struct db_value *values)
{
    r->scratch.length = 0;
    row_print(t, values, &r->scratch);
    struct text view = buffer_view(&r->scratch);
    while (view.length && view.at[view.length - 1] == '\n')
        view.length--;
    return text_copy(view, &r->work);
}

/* ---- what is told ---- */

static uint32_t table_number(const struct recorder *r, struct text name)
{
    size_t i = 0;

    while (i < r->tables.rows.count && !text_is(name, r->tables.rows.items[i].name))
        i++;
    return (uint32_t)i;
}

static void count_row(struct table_state *state, const struct row_mark *mark,
                      void (*count)(struct seal *, const struct row_mark *))
{
    unsigned part = part_of(mark->weight);

    if (!state->delta)
        state->delta = need(calloc(1, sizeof *state->delta));
    state->delta->touched[part] = true;
    count(&state->delta->parts[part], mark);
}

struct change_key {
    uint32_t table;
    struct text name;
};

static bool same_change(const void *owner, const void *key, uint32_t item)
{
    const struct recorder *r = owner;
    const struct change_key *wanted = key;
    const struct row_change *c = &r->changes.items[item];

    return c->table == wanted->table && text_equal(c->name, wanted->name);
}

/* The change of a row so far; a new one begins with what was there before it. */
static struct row_change *change_of(struct recorder *r, uint32_t table,
                                    const struct db_value *values, bool was,
                                    const struct row_sum *sum)
{
    const struct db_table *t = &r->tables.rows.items[table];
    struct change_key key = { table, row_name(t, values, &r->work) };
    uint64_t hash = hash_mix(hash_bytes(key.name.at, key.name.length), table);
    uint32_t item = index_find(&r->by_name, hash, same_change, r, &key);

    if (item != INDEX_NONE)
        return &r->changes.items[item];
    index_insert(&r->by_name, hash, (uint32_t)r->changes.count);
    struct row_change *c = array_add(&r->changes);
    *c = (struct row_change){ .table = table, .name = key.name };
    if (was) {
        c->was = c->is = *sum;
        c->before = printed(r, t, values);
    }
    return c;
}

static void note_row(struct recorder *r, uint32_t table, const struct db_value *values, bool is)
{
    const struct db_table *t = &r->tables.rows.items[table];
    struct table_state *state = &r->states[table];
    struct row_mark mark;

    if (!values)
        return;
    row_mark(t, values, &r->scratch, &mark);
    count_row(state, &mark, is ? seal_add : seal_take);
    if (state->class == TABLE_observed || state->class == TABLE_counter)
        return;
    struct row_change *c = change_of(r, table, values, !is, &mark.sum);
    c->is = is ? mark.sum : (struct row_sum){ { 0 } };
    c->after = is ? printed(r, t, values) : (struct text){ 0 };
}

static void watch_row(void *owner, struct text table, const struct db_value *old,
                      const struct db_value *new)
{
    struct recorder *r = owner;
    uint32_t number = table_number(r, table);

    if (!r->active || number == r->tables.rows.count || r->states[number].class == TABLE_own)
        return;
    note_row(r, number, old, false);
    note_row(r, number, new, true);
}

/* ---- its life ---- */

int recorder_open(struct recorder *r, struct db *db, struct problem *why)
{
    *r = (struct recorder){ .db = db, .scratch = BUFFER_KEPT };
    arena_create(&r->names, ARENA_TRUSTED);
    arena_create(&r->work, ARENA_TRUSTED);
    int rc = db_read_tables(db, &r->tables, &r->names, why);
    if (rc < 0) {
        recorder_close(r);
        return rc;
    }
    r->states = need(calloc(r->tables.rows.count + 1, sizeof *r->states));
    for (size_t i = 0; i < r->tables.rows.count; i++)
        r->states[i].class = table_class(text_of(r->tables.rows.items[i].name));
    db_watch(db, watch_row, r);
    return 0;
}

void recorder_close(struct recorder *r)
{
    if (!r->db)
        return;
    db_watch(r->db, NULL, NULL);
    recorder_forget(r);
    free(r->states);
    array_free(&r->changes);
    array_free(&r->tables.rows);
    buffer_free(&r->scratch);
    arena_destroy(&r->work);
    arena_destroy(&r->names);
    *r = (struct recorder){ 0 };
}

void recorder_begin(struct recorder *r)
{
    recorder_forget(r);
    r->active = true;
}

void recorder_forget(struct recorder *r)
{
    r->active = false;
    for (size_t i = 0; r->states && i < r->tables.rows.count; i++) {
        free(r->states[i].delta);
        r->states[i].delta = NULL;
    }
    index_free(&r->by_name);
    r->by_name = (struct index){ 0 };
    r->changes.count = 0;
    arena_reset(&r->work);
}

/* ---- the state of everything ---- */

static void state_add(crypto_generichash_state *state, struct statement *s, struct text table)
{
    int64_t rows = column_integer(s);
    unsigned char little[8];

    for (size_t i = 0; i < sizeof little; i++)
        little[i] = (unsigned char)((uint64_t)rows >> (8 * i));
    crypto_generichash_update(state, (const unsigned char *)table.at, table.length);
    crypto_generichash_update(state, (const unsigned char *)"", 1);
    crypto_generichash_update(state, little, sizeof little);
    for (int i = 0; i < 2; i++) {
        struct text sum = column_text(s);
        crypto_generichash_update(state, (const unsigned char *)sum.at, sum.length);
    }
}

static void state_finish(crypto_generichash_state *state, char out[TRAIL_HASH_TEXT])
{
    unsigned char digest[CHAIN_BYTES];

    crypto_generichash_final(state, digest, sizeof digest);
    sodium_bin2hex(out, TRAIL_HASH_TEXT, digest, sizeof digest);
}

int state_read(struct db *db, struct state_digests *state, struct problem *why)
{
    static const struct query query = {
        "seals of all tables",
        "SELECT tbl, rows, plain, weighted FROM seal WHERE part = -1 AND rows <> 0 ORDER BY tbl"
    };
    struct statement *s = db_statement(db, &query);
    crypto_generichash_state decided, observed;
    int rc;

    crypto_generichash_init(&decided, NULL, 0, CHAIN_BYTES);
    crypto_generichash_init(&observed, NULL, 0, CHAIN_BYTES);
    while ((rc = statement_next(s, why)) == 1) {
        struct text table = column_text(s);
        enum table_class class = table_class(table);
        if (class != TABLE_counter)
            state_add(class == TABLE_decided ? &decided : &observed, s, table);
    }
    state_finish(&decided, state->decided);
    state_finish(&observed, state->observed);
    return rc;
}

/* ---- the end of a transaction ---- */

static int renew_seal(struct db *db, const char *table, int part, const struct seal *delta,
                      struct problem *why)
{
    struct seal s;
    int rc = seal_read(db, table, part, &s, why);

    if (rc < 0)
        return rc;
    seal_join(&s, delta);
    return seal_write(db, table, part, &s, why);
}

static int renew_table(struct recorder *r, size_t table, struct problem *why)
{
    const struct table_delta *d = r->states[table].delta;
    const char *name = r->tables.rows.items[table].name;
    struct seal whole = { 0 };
    int rc = 0;

    for (int part = 0; d && rc == 0 && part < SEAL_PARTS; part++) {
        if (!d->touched[part] || seal_is_nothing(&d->parts[part]))
            continue;
        seal_join(&whole, &d->parts[part]);
        rc = renew_seal(r->db, name, part, &d->parts[part], why);
    }
    if (rc == 0 && !seal_is_nothing(&whole))
        rc = renew_seal(r->db, name, SEAL_WHOLE, &whole, why);
    return rc;
}

static bool is_different(const struct row_change *c)
{
    return !sum_equal(&c->was, &c->is);
}

struct writing {
    struct recorder *r;
    struct audit_entry common; /* who, through, at and the state */
    const struct signer *signer;
    struct chain_head head;
    size_t left;
};

/* The last of a transaction is its checkpoint. */
static int write_entry(struct writing *w, struct audit_entry *e, struct problem *why)
{
    e->at = w->common.at;
    e->who = w->common.who;
    e->through = w->common.through;
    if (--w->left == 0) {
        e->decided = w->common.decided;
        e->observed = w->common.observed;
    }
    return chain_append(w->r->db, &w->head, e, w->signer, &w->r->work, why);
}

static int write_change(struct writing *w, const struct row_change *c, struct problem *why)
{
    struct audit_entry e = {
        .verb = text_of(!c->before.length  ? "add"
                        : !c->after.length ? "remove"
                                           : "change"),
        .kind = text_of(w->r->tables.rows.items[c->table].name),
        .name = c->name,
        .before = c->before,
        .after = c->after,
    };

    return write_entry(w, &e, why);
}

/* {"asset":120,"asset_ip":131}: the tables that changed, with the rows that they have now. */
static int print_observed(struct recorder *r, struct text *printed_counts, struct problem *why)
{
    struct buffer out = BUFFER_KEPT;
    struct json j = json_to(&out);
    int rc = 0;

    json_object(&j, NULL);
    for (size_t i = 0; rc == 0 && i < r->tables.rows.count; i++) {
        const char *name = r->tables.rows.items[i].name;
        struct seal s;
        if (!r->states[i].delta || r->states[i].class != TABLE_observed)
            continue;
        rc = seal_read(r->db, name, SEAL_WHOLE, &s, why);
        json_signed(&j, name, s.rows);
    }
    json_object_end(&j);
    struct text view = text_trim(buffer_view(&out));
    *printed_counts = text_copy(view, &r->work);
    buffer_free(&out);
    return rc;
}

static int write_summary(struct writing *w, struct problem *why)
{
    struct audit_entry e = { .verb = TEXT("observe"), .kind = TEXT("observations") };
    int rc = print_observed(w->r, &e.after, why);

    return rc < 0 ? rc : write_entry(w, &e, why);
}

static size_t count_changes(const struct recorder *r, enum table_class least_of)
{
    size_t count = 0;

    for (ARRAY_EACH(const struct row_change, c, &r->changes))
        count += is_different(c) &&
                 (r->states[c->table].class == TABLE_decided ||
                  (least_of == TABLE_listed && !c->before.length) || least_of == TABLE_observed);
    return count;
}

static bool has_observed(const struct recorder *r)
{
    for (size_t i = 0; i < r->tables.rows.count; i++)
        if (r->states[i].delta && r->states[i].class == TABLE_observed)
            return true;
    return false;
}

static int write_entries(struct writing *w, const struct actor *actor, struct problem *why)
{
    struct recorder *r = w->r;
    size_t changes = count_changes(r, TABLE_observed);
    bool summary = changes == 0 && has_observed(r);
    int rc = 0;

    if (actor->often && count_changes(r, TABLE_listed) == 0 && w->common.at - w->head.at < hour_us)
        return 0;
    w->left = changes + summary;
    for (ARRAY_EACH(const struct row_change, c, &r->changes))
        if (rc == 0 && is_different(c))
            rc = write_change(w, c, why);
    return rc < 0 || !summary ? rc : write_summary(w, why);
}

static int begin_writing(struct writing *w, struct state_digests *state, struct problem *why)
{
    int rc = state_read(w->r->db, state, why);

    w->common.at = moment_now();
    w->common.decided = text_of(state->decided);
    w->common.observed = text_of(state->observed);
    return rc < 0 ? rc : chain_head(w->r->db, &w->head, &w->r->work, why);
}

int recorder_finish(struct recorder *r, const struct actor *actor, const struct signer *signer,
                    struct problem *why)
{
    struct writing w = { .r = r, .signer = signer };
    struct state_digests state;
    int rc = 0;

    r->active = false; /* what follows is its own */
    w.common.who = actor->who;
    w.common.through = actor->through;
    for (size_t i = 0; rc == 0 && i < r->tables.rows.count; i++)
        rc = renew_table(r, i, why);
    if (rc == 0)
        rc = begin_writing(&w, &state, why);
    return rc < 0 ? rc : write_entries(&w, actor, why);
}

/* ---- all rows anew ---- */

struct sealing {
    struct recorder *r;
    size_t table;
};

static bool seal_row(void *owner, const struct db_value *values)
{
    struct sealing *s = owner;
    struct row_mark mark;

    row_mark(&s->r->tables.rows.items[s->table], values, &s->r->scratch, &mark);
    count_row(&s->r->states[s->table], &mark, seal_add);
    return true;
}

int recorder_seal_all(struct recorder *r, const struct audit_entry *entry,
                      const struct signer *signer, struct problem *why)
{
    static const struct query clear = { "clear seals", "DELETE FROM seal" };
    struct audit_entry e = *entry;
    struct writing w = { .r = r, .common = *entry, .signer = signer, .left = 1 };
    struct state_digests state;
    int rc = statement_run(db_statement(r->db, &clear), why) < 0 ? why->code : 0;

    recorder_forget(r);
    for (size_t i = 0; rc == 0 && i < r->tables.rows.count; i++) {
        struct sealing s = { r, i };
        if (r->states[i].class != TABLE_own)
            rc = db_each_row(r->db, &r->tables.rows.items[i], seal_row, &s, why);
        if (rc == 0)
            rc = renew_table(r, i, why);
    }
    if (rc == 0)
        rc = begin_writing(&w, &state, why);
    if (rc == 0)
        rc = write_entry(&w, &e, why);
    recorder_forget(r);
    return rc;
}
