/*
 * The ledgers in the database: a relation for each, made from its description.
 */
#include <assert.h>
#include <pthread.h>
#include <string.h>

#include "store/plant.h"

enum { LEDGERS_MOST = 64, FIELDS_MOST = 32 };

static const struct column_type *const types[] = {
    [LEDGER_text] = &type_text,       [LEDGER_prose] = &type_text, [LEDGER_word] = &type_text,
    [LEDGER_list] = &type_text,       [LEDGER_flag] = &type_bool,  [LEDGER_date] = &type_moment,
    [LEDGER_level] = &type_u8,        [LEDGER_number] = &type_u32, [LEDGER_money] = &type_u64,
    [LEDGER_address] = &type_address,
};

/* Made once and never changed: statements are kept by the address of their relation. */
static struct {
    struct relation relation;
    struct record_column columns[FIELDS_MOST];
} made[LEDGERS_MOST];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_relations(void)
{
    for (size_t i = 0; ledger_table[i]; i++) {
        const struct ledger *l = ledger_table[i];
        assert(i < LEDGERS_MOST && l->field_count <= FIELDS_MOST);
        for (size_t f = 0; f < l->field_count; f++)
            made[i].columns[f] = (struct record_column){ .name = l->fields[f].name,
                                                         .type = types[l->fields[f].kind],
                                                         .at = l->fields[f].at };
        made[i].relation = (struct relation){ .table = l->name,
                                              .columns = made[i].columns,
                                              .count = l->field_count,
                                              .keys = l->keys,
                                              .size = l->size };
    }
}

const struct relation *ledger_relation(const struct ledger *l)
{
    size_t i = 0;

    pthread_once(&once, make_relations);
    while (ledger_table[i] != l)
        i++;
    return &made[i].relation;
}

int store_put_entry(struct store *store, const struct ledger *l, const void *row,
                    struct problem *why)
{
    return store_put_row(store, ledger_relation(l), row, why);
}

struct new_row {
    const struct ledger *ledger;
    void *row;
    struct arena *into;
};

static void ids_sql(const void *subject, struct buffer *sql)
{
    const struct ledger *l = subject;

    buffer_format(sql, "SELECT %s FROM %s", l->fields[0].name, l->name);
}

static int add_row(struct db *db, const void *about, struct problem *why)
{
    const struct new_row *new = about;
    const struct ledger *l = new->ledger;
    struct statement *ids = db_made_statement(db, l, ids_sql);
    struct text id;
    int rc = next_row_id(ids, l->prefix, new->into, &id, why);

    if (rc < 0)
        return rc;
    memcpy((char *)new->row + l->fields[0].at, &id, sizeof id);
    return record_insert(db, ledger_relation(l), new->row, why);
}

static int insert_row(struct db *db, const void *about, struct problem *why)
{
    const struct new_row *new = about;

    return record_insert(db, ledger_relation(new->ledger), new->row, why);
}

static bool has_id(const struct ledger *l, const void *row)
{
    struct text id;

    if (!l->prefix)
        return true;
    memcpy(&id, (const char *)row + l->fields[0].at, sizeof id);
    return id.length > 0;
}

int store_add_entry(struct store *store, const struct ledger *l, void *row, struct arena *into,
                    struct problem *why)
{
    struct new_row new = { l, row, into };

    return store_change(store, has_id(l, row) ? insert_row : add_row, &new, why);
}

struct entries {
    const struct entry_change *changes;
    size_t count;
    struct arena *into;
};

static int change_entry(struct db *db, const struct entry_change *c, struct arena *into,
                        struct problem *why)
{
    struct new_row new = { c->ledger, c->row, into };

    if (c->kind == ENTRY_add)
        return has_id(c->ledger, c->row) ? insert_row(db, &new, why) : add_row(db, &new, why);
    if (c->kind == ENTRY_put)
        return record_put(db, ledger_relation(c->ledger), c->row, why);
    assert(c->ledger != &evidence_ledger);
    int rc = record_remove(db, ledger_relation(c->ledger), c->row, why);
    return rc < 0 ? rc : 0;
}

static int change_entries(struct db *db, const void *about, struct problem *why)
{
    const struct entries *all = about;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < all->count; i++)
        rc = change_entry(db, &all->changes[i], all->into, why);
    return rc;
}

int store_change_entries(struct store *store, const struct entry_change *changes, size_t count,
                         struct arena *into, struct problem *why)
{
    return store_change(store, change_entries, &(struct entries){ changes, count, into }, why);
}

int store_remove_entry(struct store *store, const struct ledger *l, const void *row,
                       struct problem *why)
{
    struct arena work;

    if (l == &evidence_ledger)
        return evidence_remove(store, row, why);

    arena_create(&work, ARENA_TRUSTED);
    int rc =
        store_remove_row(store, ledger_relation(l), row, l->one, ledger_key(l, row, &work), why);
    arena_destroy(&work);
    return rc;
}

static int copy_claims(struct db *db, const struct assessment_run *run, struct arena *into,
                       struct problem *why)
{
    ARRAY(struct claim) claims = { 0 };
    int rc = rows_read(db, ledger_relation(&claim_ledger), &claims, into, why);

    for (ARRAY_EACH(struct claim, c, &claims)) {
        if (rc < 0 || !text_equal(c->assessment, run->copied_from))
            continue;
        c->assessment = run->id;
        rc = record_insert(db, ledger_relation(&claim_ledger), c, why);
    }
    array_free(&claims);
    return rc;
}

static int copy_assessment(struct db *db, const void *about, struct problem *why)
{
    const struct new_row *new = about;
    int rc = add_row(db, new, why);

    return rc < 0 ? rc : copy_claims(db, new->row, new->into, why);
}

int store_copy_assessment(struct store *store, struct assessment_run *run, struct arena *into,
                          struct problem *why)
{
    return store_change(store, copy_assessment,
                        &(struct new_row){ &assessment_run_ledger, run, into }, why);
}

int ledgers_clear(struct db *db, struct problem *why)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && ledger_table[i]; i++)
        rc = record_clear(db, ledger_relation(ledger_table[i]), why);
    return rc;
}

int ledgers_insert(struct db *db, const struct program *p, struct problem *why)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && ledger_table[i]; i++)
        rc = rows_insert(db, ledger_relation(ledger_table[i]),
                         (const char *)p + ledger_table[i]->rows, why);
    return rc;
}

int ledgers_read(struct db *db, struct program *p, struct arena *into, struct problem *why)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && ledger_table[i]; i++) {
        rc = rows_read(db, ledger_relation(ledger_table[i]), (char *)p + ledger_table[i]->rows,
                       into, why);
        if (rc == 0)
            ledger_sort(ledger_table[i], p);
    }
    return rc;
}
