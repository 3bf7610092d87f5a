#include "store/trail.h"

#include <sodium.h>
#include <string.h>

#include "store/chain.h"
#include "store/plant.h"

static const struct record_column columns[] = {
    COLUMN(struct audit_entry, sequence, "sequence"),
    COLUMN(struct audit_entry, at, "at"),
    COLUMN(struct audit_entry, who, "who"),
    COLUMN(struct audit_entry, through, "through"),
    COLUMN(struct audit_entry, verb, "verb"),
    COLUMN(struct audit_entry, kind, "kind"),
    COLUMN(struct audit_entry, name, "name"),
    COLUMN(struct audit_entry, before, "before"),
    COLUMN(struct audit_entry, after, "after"),
    COLUMN(struct audit_entry, decided, "decided"),
    COLUMN(struct audit_entry, observed, "observed"),
    COLUMN(struct audit_entry, previous, "previous"),
    COLUMN(struct audit_entry, hash, "hash"),
    COLUMN(struct audit_entry, signer, "signer"),
    COLUMN(struct audit_entry, signature, "signature"),
};
const struct relation audit_relation =
    RELATION(columns, struct audit_entry, .table = "audit", .keys = 1, .order = "sequence");

/* ---- hashes ---- */

static void hash_number(crypto_generichash_state *state, uint64_t value, size_t bytes)
{
    unsigned char little[8];

    for (size_t i = 0; i < bytes; i++)
        little[i] = (unsigned char)(value >> (8 * i));
    crypto_generichash_update(state, little, bytes);
}

static void hash_text(crypto_generichash_state *state, struct text t)
{
    hash_number(state, t.length, 4);
    crypto_generichash_update(state, (const unsigned char *)(t.length ? t.at : ""), t.length);
}

void audit_entry_hash(const struct audit_entry *e, char out[TRAIL_HASH_TEXT])
{
    const struct text texts[] = { e->who,    e->through, e->verb,    e->kind,     e->name,
                                  e->before, e->after,   e->decided, e->observed, e->previous };
    unsigned char digest[CHAIN_BYTES];
    crypto_generichash_state state;

    crypto_generichash_init(&state, NULL, 0, sizeof digest);
    hash_number(&state, e->sequence, 8);
    hash_number(&state, (uint64_t)e->at, 8);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        hash_text(&state, texts[i]);
    crypto_generichash_final(&state, digest, sizeof digest);
    sodium_bin2hex(out, TRAIL_HASH_TEXT, digest, sizeof digest);
}

/* ---- the chain ---- */

int chain_head(struct db *db, struct chain_head *head, struct arena *into, struct problem *why)
{
    static const struct query query = {
        "head of the trail", "SELECT sequence, at, hash FROM audit ORDER BY sequence DESC LIMIT 1"
    };
    struct statement *s = db_statement(db, &query);
    int rc = statement_next(s, why);

    *head = (struct chain_head){ 0 };
    if (rc == 1) {
        head->sequence = (uint64_t)column_integer(s);
        head->at = column_integer(s);
        head->hash = text_copy(column_text(s), into);
    }
    statement_stop(s);
    return rc < 0 ? rc : 0;
}

int chain_append(struct db *db, struct chain_head *head, struct audit_entry *e,
                 const struct signer *signer, struct arena *into, struct problem *why)
{
    char hash[TRAIL_HASH_TEXT];

    e->sequence = head->sequence + 1;
    e->previous = head->hash;
    audit_entry_hash(e, hash);
    e->hash = text_copy(text_of(hash), into);
    if (signer && e->decided.length)
        signer_sign(signer, signed_checkpoint, e->hash, &e->signer, &e->signature, into);
    *head = (struct chain_head){ e->sequence, e->at, e->hash };
    return record_insert(db, &audit_relation, e, why);
}

/* ---- reading ---- */

static const char narrowed[] =
    " FROM audit WHERE ($1 = '' OR who = $1) AND ($2 = '' OR kind = $2) AND ($3 = '' OR name = $3)"
    " AND ($4 = '' OR verb = $4) AND at >= $5 AND ($6 = 0 OR at < $6) AND ($7 = '' OR"
    " who LIKE $7 ESCAPE '!' OR kind LIKE $7 ESCAPE '!' OR name LIKE $7 ESCAPE '!'"
    " OR before LIKE $7 ESCAPE '!' OR after LIKE $7 ESCAPE '!')";

static void count_sql(const void *subject, struct buffer *sql)
{
    buffer_format(sql, "SELECT count(*)%s", (const char *)subject);
}

static void page_sql(const void *subject, struct buffer *sql)
{
    buffer_string(sql, "SELECT ");
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        buffer_format(sql, "%s%s", i ? ", " : "", columns[i].name);
    buffer_format(sql, "%s ORDER BY sequence DESC LIMIT $8 OFFSET $9", (const char *)subject);
}

static struct text like(struct text t, struct arena *into)
{
    char *out = arena_array(into, char, 2 * t.length + 3);
    size_t length = 0;

    if (t.length == 0)
        return t;
    out[length++] = '%';
    for (size_t i = 0; i < t.length; i++) {
        if (t.at[i] == '%' || t.at[i] == '_' || t.at[i] == '!')
            out[length++] = '!';
        out[length++] = t.at[i];
    }
    out[length++] = '%';
    return (struct text){ out, length };
}

static struct statement *narrow(struct db *db, const struct trail_filter *f, query_maker *make,
                                struct arena *into)
{
    struct statement *s = db_made_statement(db, narrowed, make);

    bind_text(s, f->who);
    bind_text(s, f->kind);
    bind_text(s, f->name);
    bind_text(s, f->verb);
    bind_integer(s, f->from);
    bind_integer(s, f->to);
    bind_text(s, like(f->holds, into));
    return s;
}

static int read_page(struct db *db, const struct trail_filter *filter, uint64_t offset,
                     uint64_t limit, struct trail *trail, struct arena *into, struct problem *why)
{
    struct statement *s = narrow(db, filter, page_sql, into);
    int rc;

    bind_integer(s, (int64_t)limit);
    bind_integer(s, (int64_t)offset);
    struct record_reader reader = { db, &audit_relation, s, into };
    struct audit_entry e = { 0 };
    while ((rc = record_next(&reader, &e, why)) == 1)
        *array_add(&trail->rows) = e;
    return rc;
}

int store_read_trail(struct store *store, const struct trail_filter *filter, uint64_t offset,
                     uint64_t limit, struct trail *trail, uint64_t *total, struct arena *into,
                     struct problem *why)
{
    int rc = db_begin_read(store->db, why);

    if (rc < 0)
        return rc;
    struct statement *s = narrow(store->db, filter, count_sql, into);
    rc = statement_next(s, why);
    if (rc == 1)
        *total = (uint64_t)column_integer(s);
    statement_stop(s);
    if (rc >= 0)
        rc = read_page(store->db, filter, offset, limit, trail, into, why);
    db_rollback(store->db);
    return rc;
}
