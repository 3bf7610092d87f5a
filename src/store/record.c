#include "store/record.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

static void sql_columns(const struct relation *r, size_t count, struct buffer *sql)
{
    for (size_t i = 0; i < count; i++) {
        buffer_string(sql, i ? ", " : "");
        buffer_string(sql, r->columns[i].name);
    }
}

/* " WHERE a = $1 AND b = $2" */
static void sql_where(const struct relation *r, size_t count, struct buffer *sql)
{
    for (size_t i = 0; i < count; i++)
        buffer_format(sql, " %s %s = $%zu", i ? "AND" : "WHERE", r->columns[i].name, i + 1);
}

static void insert_sql(const void *subject, struct buffer *sql)
{
    const struct relation *r = subject;

    buffer_format(sql, "INSERT INTO %s (", r->table);
    sql_columns(r, r->count, sql);
    buffer_string(sql, ") VALUES (");
    for (size_t i = 1; i <= r->count; i++)
        buffer_format(sql, "%s$%zu", i > 1 ? ", " : "", i);
    buffer_string(sql, ")");
}

static void put_sql(const void *subject, struct buffer *sql)
{
    const struct relation *r = subject;

    assert(r->keys > 0 && r->keys < r->count);
    insert_sql(subject, sql);
    buffer_string(sql, " ON CONFLICT (");
    sql_columns(r, r->keys, sql);
    buffer_string(sql, ") DO UPDATE SET");
    for (size_t i = r->keys; i < r->count; i++)
        buffer_format(sql, "%s %s = excluded.%s", i > r->keys ? "," : "", r->columns[i].name,
                      r->columns[i].name);
}

static void clear_sql(const void *subject, struct buffer *sql)
{
    buffer_format(sql, "DELETE FROM %s", ((const struct relation *)subject)->table);
}

static void remove_sql(const void *subject, struct buffer *sql)
{
    const struct relation *r = subject;

    assert(r->keys > 0);
    clear_sql(subject, sql);
    sql_where(r, r->keys, sql);
}

static void remove_of_sql(const void *subject, struct buffer *sql)
{
    clear_sql(subject, sql);
    sql_where(subject, 1, sql);
}

static void select_sql(const void *subject, struct buffer *sql)
{
    const struct relation *r = subject;

    buffer_string(sql, "SELECT ");
    sql_columns(r, r->count, sql);
    buffer_format(sql, " FROM %s", r->table);
}

static void read_sql(const void *subject, struct buffer *sql)
{
    const struct relation *r = subject;

    select_sql(subject, sql);
    if (r->order)
        buffer_format(sql, " ORDER BY %s", r->order);
}

static void find_sql(const void *subject, struct buffer *sql)
{
    const struct relation *r = subject;

    assert(r->keys > 0);
    select_sql(subject, sql);
    sql_where(r, r->keys, sql);
}

static struct statement *with(struct db *db, const struct relation *r, query_maker *make,
                              const void *row, size_t columns)
{
    struct statement *s = db_made_statement(db, r, make);

    for (size_t i = 0; i < columns; i++) {
        const struct record_column *c = &r->columns[i];
        c->type->bind(s, (const char *)row + c->at, c->words);
    }
    return s;
}

static int run(struct statement *s, struct problem *why)
{
    int64_t changed = statement_run(s, why);

    return changed < 0 ? why->code : changed > 0;
}

int record_insert(struct db *db, const struct relation *r, const void *row, struct problem *why)
{
    int rc = run(with(db, r, insert_sql, row, r->count), why);

    return rc < 0 ? rc : 0;
}

int record_put(struct db *db, const struct relation *r, const void *row, struct problem *why)
{
    int rc = run(with(db, r, put_sql, row, r->count), why);

    return rc < 0 ? rc : 0;
}

int record_remove(struct db *db, const struct relation *r, const void *row, struct problem *why)
{
    return run(with(db, r, remove_sql, row, r->keys), why);
}

int record_remove_of(struct db *db, const struct relation *r, const void *row, struct problem *why)
{
    int rc = run(with(db, r, remove_of_sql, row, 1), why);

    return rc < 0 ? rc : 0;
}

int record_clear(struct db *db, const struct relation *r, struct problem *why)
{
    int rc = run(with(db, r, clear_sql, NULL, 0), why);

    return rc < 0 ? rc : 0;
}

struct record_reader record_read(struct db *db, const struct relation *r, struct arena *into)
{
    return (struct record_reader){ db, r, with(db, r, read_sql, NULL, 0), into };
}

int record_next(struct record_reader *reader, void *row, struct problem *why)
{
    const struct relation *r = reader->relation;
    int rc = statement_next(reader->statement, why);

    for (size_t i = 0; rc == 1 && i < r->count; i++) {
        const struct record_column *c = &r->columns[i];
        if (!c->type->take(reader->statement, (char *)row + c->at, c->words, reader->into))
            rc = problem_set(why, -EILSEQ, "%s: table %s: a row's %s is not what may stand there",
                             db_where(reader->db), r->table, c->name);
    }
    if (rc < 0)
        statement_stop(reader->statement);
    return rc;
}

int record_find(struct db *db, const struct relation *r, void *row, struct arena *into,
                struct problem *why)
{
    struct record_reader reader = { db, r, with(db, r, find_sql, row, r->keys), into };
    int rc = record_next(&reader, row, why);

    statement_stop(reader.statement);
    return rc;
}
